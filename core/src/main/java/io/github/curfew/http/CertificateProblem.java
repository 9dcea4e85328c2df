package io.github.curfew.http;

import java.net.URI;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of a certificate that it is not valid at this time, which Java hides below a path that could not be validated. */
final class CertificateProblem {
    private CertificateProblem() {}

    /**
     * Looks through the causes of a failed call.
     *
     * @return one sentence, or null if it failed for another reason
     */
    static @Nullable String sentence(URI url, Throwable failure) {
        X509Certificate certificate = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path) {
                certificate = failed(path);
            }
            if (cause instanceof CertificateExpiredException) {
                String when = certificate == null
                        ? ""
                        : " at " + certificate.getNotAfter().toInstant();
                return url + " shows a certificate that expired" + when
                        + ": put a new one into the files that curfew.http.tls names on that driver, or see that the clock"
                        + " here is right";
            }
            if (cause instanceof CertificateNotYetValidException) {
                String when = certificate == null
                        ? " yet"
                        : " before " + certificate.getNotBefore().toInstant();
                return url + " shows a certificate that is not valid" + when
                        + ": see that the clocks here and where it was made are right";
            }
        }
        return null;
    }

    private static @Nullable X509Certificate failed(CertPathValidatorException path) {
        if (path.getCertPath() == null || path.getIndex() < 0) {
            return null;
        }
        List<? extends Certificate> certificates = path.getCertPath().getCertificates();
        return certificates.get(path.getIndex()) instanceof X509Certificate one ? one : null;
    }
}
