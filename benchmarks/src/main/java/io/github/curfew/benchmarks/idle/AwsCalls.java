package io.github.curfew.benchmarks.idle;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what the AWS SDK sends, every attempt of it; the SDK finds it by a file on the class path. */
public final class AwsCalls implements ExecutionInterceptor {
    /** For the SDK. */
    public AwsCalls() {}

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Calls.sent();
    }
}
