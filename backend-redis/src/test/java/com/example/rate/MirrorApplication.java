package com.example.rate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A streaming application that says at the end what its own pages show of it. */
public final class MirrorApplication {
    private MirrorApplication() {}

    /**
     * Streams until somebody stops it, and then writes its pages into the files page-0 and so on.
     *
     * @param arguments where one more page is, beside Spark's own, and the file of the token for it
     * @throws Exception if the query fails
     */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().getOrCreate();
        StreamingQuery query = spark.readStream()
                .format("rate")
                .load()
                .writeStream()
                .queryName("rate")
                .format("noop")
                .start();
        query.awaitTermination();
        String ui = spark.sparkContext().uiWebUrl().get();
        String json = ui + "/api/v1/applications/" + spark.sparkContext().applicationId() + "/environment";
        String token = Files.readString(Path.of(arguments[1]));
        Files.writeString(Path.of("page-0"), page(json, ""));
        Files.writeString(Path.of("page-1"), page(ui + "/environment/", ""));
        Files.writeString(Path.of("page-2"), page(arguments[0], "Bearer " + token));
        spark.stop();
    }

    private static String page(String url, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
