"""The job in Python. Nothing in it speaks of stopping."""
import sys
import time

from pyspark.sql import SparkSession


def start(spark, home):
    return (
        spark.readStream.option("maxFilesPerTrigger", 5)
        .text(f"{home}/incoming")
        .writeStream.queryName("orders")
        .option("checkpointLocation", f"{home}/checkpoint")
        .foreachBatch(lambda orders, batch: append(orders, f"{home}/written"))
        .start()
    )


def append(orders, file):
    """As a payment service or a mail server does: what is written is written, so a batch that runs again shows."""
    with open(file, "a") as out:
        for order in orders.collect():
            out.write(order.value + "\n")
            out.flush()
            time.sleep(0.01)


if __name__ == "__main__":
    spark = SparkSession.builder.appName("orders-in-python").getOrCreate()
    try:
        start(spark, sys.argv[1]).awaitTermination()
        print("the query has ended")
    finally:
        spark.stop()
