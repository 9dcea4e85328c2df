"""The same with one line of Curfew's in the place of one of Spark's, for where the plugin is not wanted."""
import sys

from orders import start
from pyspark.sql import SparkSession

if __name__ == "__main__":
    spark = SparkSession.builder.appName("orders-in-python").getOrCreate()
    try:
        query = start(spark, sys.argv[1])
        # snippet: one-line-python
        spark._jvm.io.github.curfew.spark.Curfew.awaitTermination(query._jsq)
        # end
        print("the query has ended")
    finally:
        spark.stop()
