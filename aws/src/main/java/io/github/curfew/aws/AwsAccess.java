package io.github.curfew.aws;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
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
public record AwsAccess(@Nullable String region, @Nullable URI endpoint, Duration timeout) {
    private static final String REGION = "([a-z]{2}(?:-[a-z]+)+-\\d)";

    /**
     * Takes the region that is given, else the first that one of the others tells.
     *
     * @param service as in hosts and ARNs, such as {@code sqs}
     * @param region or null
     * @param endpoint or null
     * @param timeout of a connection, and of an answer
     * @param places ARNs, and URLs at AWS's own hosts; some may be null
     * @return where AWS is
     */
    public static AwsAccess of(
            String service,
            @Nullable String region,
            @Nullable String endpoint,
            Duration timeout,
            @Nullable String... places) {
        String found = region == null ? null : region.strip();
        for (String place : places) {
            found = found == null ? regionIn(service, place) : found;
        }
        return new AwsAccess(
                found == null ? regionIn(service, endpoint) : found,
                endpoint == null ? null : URI.create(endpoint),
                timeout);
    }

    /** As in {@code https://sqs.eu-west-1.amazonaws.com/123456789012/orders} and {@code arn:aws:sqs:eu-west-1:…}. */
    private static @Nullable String regionIn(String service, @Nullable String place) {
        Matcher matcher = Pattern.compile("//(?:[^/]*\\.)?" + service + "\\." + REGION + "\\.[^/]+|arn:[^:]*:" + service
                        + ":" + REGION + ":.*")
                .matcher(place == null ? "" : place);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /**
     * An HTTP client.
     *
     * @param wait for how long a call may wait there for news, beside the time for an answer
     * @return a client of its own, to be closed
     */
    public AbortableHttp http(Duration wait) {
        return new AbortableHttp(UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout.plus(wait))
                .build());
    }

    /**
     * Tells a client's builder. Whoever calls tries again, so that the SDK need not: it knows nothing of our deadlines.
     *
     * @param <B> a service's builder
     * @param <C> and its client
     * @param builder which one
     * @param credentials who calls
     * @return the builder
     */
    public <B extends AwsClientBuilder<B, C>, C> B into(B builder, AwsCredentialsProvider credentials) {
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
