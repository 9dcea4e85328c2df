package com.example.orders

import io.github.curfew.spark.Curfew

import org.apache.spark.sql.SparkSession

/** The same with one line of Curfew's in the place of one of Spark's, for where the plugin is not wanted. */
object ScalaOrdersOneLine {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().appName("orders-in-scala").getOrCreate()
    try {
      val query = ScalaOrders.start(spark, args(0))
      Curfew.awaitTermination(query)
      println("the query has ended")
    } finally spark.stop()
  }
}
