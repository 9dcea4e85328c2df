-- The job in SQL, for Spark 4.1 and newer: a pipeline, which `spark-pipelines run` runs in a Connect server.
CREATE STREAMING TABLE orders AS
SELECT value AS id, current_timestamp() AS seen
FROM STREAM incoming;
