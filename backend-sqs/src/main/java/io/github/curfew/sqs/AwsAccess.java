package io.github.curfew.sqs;

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
    private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

    static AwsAccess of(
            String service,
            @Nullable String region,
            @Nullable String endpoint,
            Duration timeout,
            @Nullable String... urls) {
        String found = region == null ? regionIn(service, endpoint) : region.strip();
        for (String url : urls) {
            found = found == null ? regionIn(service, url) : found;
        }
        return new AwsAccess(found, endpoint == null ? null : URI.create(endpoint), timeout);
    }

    /** A queue's URL says where it is: {@code https://sqs.eu-west-1.amazonaws.com/123456789012/orders}. */
    private static @Nullable String regionIn(String service, @Nullable String url) {
        Pattern host = Pattern.compile("//(?:[^/]*\\.)?" + service + "\\.([a-z]{2}(?:-[a-z]+)+-\\d)\\.[^/]+");
        Matcher matcher = host.matcher(url == null ? "" : url);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** An HTTP client for calls that wait no longer than they have to. */
    SdkHttpClient quick() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .build();
    }

    /** An HTTP client for calls that wait for news. */
    SdkHttpClient patient() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(LONGEST_POLL.plus(timeout))
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
