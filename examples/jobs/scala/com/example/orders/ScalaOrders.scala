package com.example.orders

import java.io.FileWriter
import java.nio.charset.StandardCharsets.UTF_8

import org.apache.spark.sql.{DataFrame, SparkSession}
import org.apache.spark.sql.streaming.StreamingQuery

/** The job in Scala. Nothing in it speaks of stopping. */
object ScalaOrders {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().appName("orders-in-scala").getOrCreate()
    try {
      start(spark, args(0)).awaitTermination()
      println("the query has ended")
    } finally spark.stop()
  }

  def start(spark: SparkSession, home: String): StreamingQuery =
    spark.readStream
      .option("maxFilesPerTrigger", 5)
      .text(s"$home/incoming")
      .writeStream
      .queryName("orders")
      .option("checkpointLocation", s"$home/checkpoint")
      .foreachBatch((orders: DataFrame, _: Long) => append(orders, s"$home/written"))
      .start()

  /** As a payment service or a mail server does: what is written is written, so a batch that runs again shows. */
  private def append(orders: DataFrame, file: String): Unit = {
    val out = new FileWriter(file, UTF_8, true)
    try
      orders.collect().foreach { order =>
        out.write(order.getString(0) + "\n")
        out.flush()
        Thread.sleep(10)
      }
    finally out.close()
  }
}
