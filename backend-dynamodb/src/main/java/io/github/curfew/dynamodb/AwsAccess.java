package io.github.curfew.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Where AWS is, and how long it may take. Credentials, and a region that is not given, are found as the AWS SDK finds
 * them: system properties, environment, web identity, profile, container, instance.
 *
 * @param region or null for the SDK's own choice
 * @param endpoint or null for AWS's own address
 * @param timeout of a connection, and of an answer
 */
record AwsAccess(@Nullable String region, @Nullable URI endpoint, Duration timeout) {
    private static final String REGION = "([a-z]{2}(?:-[a-z]+)+-\\d)";
    private static final Pattern HOST = Pattern.compile("//(?:[^/]*\\.)?dynamodb\\." + REGION + "\\.[^/]+");
    private static final Pattern ARN = Pattern.compile("arn:[^:]*:dynamodb:" + REGION + ":.*");

    /** The region that is given, else the one in the table's ARN, else the one in the endpoint. */
    static AwsAccess of(@Nullable String region, @Nullable String endpoint, String table, Duration timeout) {
        String found = region == null ? regionIn(ARN, table) : region.strip();
        if (found == null && endpoint != null) {
            found = regionIn(HOST, endpoint);
        }
        return new AwsAccess(found, endpoint == null ? null : URI.create(endpoint), timeout);
    }

    private static @Nullable String regionIn(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .build();
    }

    /** Tells a client's builder. Whoever calls tries again, so that the SDK need not: it knows nothing of our deadlines. */
    <B extends AwsClientBuilder<B, C>, C> B into(B builder, AwsCredentialsProvider credentials) {
        builder.credentialsProvider(credentials)
                .overrideConfiguration(override ->
                        override.retryStrategy(RetryMode.STANDARD).retryStrategy(strategy -> strategy.maxAttempts(1)));
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder;
    }
}
