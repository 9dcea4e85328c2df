package io.github.curfew.compatibility.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.PipelineCommand;
import org.apache.spark.sql.connect.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Says to a Connect server what {@code spark-pipelines run} says, which is a program in Python. */
public final class PipelineRun {
    private final SparkSession spark;

    private PipelineRun(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Runs a pipeline until it ends, and writes down what is then in its table.
     *
     * @param args where the server is, the shop's folder, and the pipeline's file of SQL
     * @throws Exception that ended it
     */
    public static void main(String[] args) throws Exception {
        String home = args[1];
        SparkSession spark = (SparkSession)
                org.apache.spark.sql.SparkSession.builder().remote(args[0]).getOrCreate();
        spark.sql("CREATE TABLE IF NOT EXISTS incoming (value STRING) USING text OPTIONS (maxFilesPerTrigger 1)"
                + " LOCATION '" + home + "/incoming'");
        new PipelineRun(spark).run(Path.of(args[2]), "file://" + home + "/storage");
        List<String> rows = spark.sql("SELECT id FROM orders").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        Files.write(Path.of(home, "written"), rows);
        System.out.println("the pipeline has ended");
        spark.stop();
    }

    private void run(Path file, String storage) throws Exception {
        String graph = say(PipelineCommand.newBuilder()
                        .setCreateDataflowGraph(PipelineCommand.CreateDataflowGraph.newBuilder()
                                .setDefaultCatalog("spark_catalog")
                                .setDefaultDatabase("default")))
                .stream()
                .filter(ExecutePlanResponse::hasPipelineCommandResult)
                .map(answer -> answer.getPipelineCommandResult()
                        .getCreateDataflowGraphResult()
                        .getDataflowGraphId())
                .findFirst()
                .orElseThrow();
        say(PipelineCommand.newBuilder()
                .setDefineSqlGraphElements(PipelineCommand.DefineSqlGraphElements.newBuilder()
                        .setDataflowGraphId(graph)
                        .setSqlFilePath(file.getFileName().toString())
                        .setSqlText(Files.readString(file))));
        say(PipelineCommand.newBuilder()
                .setStartRun(PipelineCommand.StartRun.newBuilder()
                        .setDataflowGraphId(graph)
                        .setStorage(storage)));
    }

    private List<ExecutePlanResponse> say(PipelineCommand.Builder command) {
        List<ExecutePlanResponse> answers = CollectionConverters.asJava(
                spark.execute(Command.newBuilder().setPipelineCommand(command).build()));
        answers.stream()
                .filter(ExecutePlanResponse::hasPipelineEventResult)
                .forEach(answer -> System.out.println(
                        answer.getPipelineEventResult().getEvent().getMessage()));
        return answers;
    }
}
