package dev.parley.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for localhost, created for each test run. */
final class TestCertificate {
  private static final String PASSWORD = "changeit";
  private static final KeyStore STORE = make();

  private TestCertificate() {}

  /** Presents the certificate. */
  static SSLContext serverContext() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(STORE, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts this certificate only. */
  static SSLContext clientContext() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(STORE);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore make() {
    try {
      Path folder = Files.createTempDirectory("parley-certificate");
      Path file = folder.resolve("localhost.p12");
      try {
        keytool(file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, PASSWORD.toCharArray());
        }
        return store;
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException("The JDK's keytool could not create a certificate.", e);
    }
  }

  private static void keytool(Path file) throws IOException, InterruptedException {
    String command =
        "-genkeypair -alias localhost -keyalg EC -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1"
            + " -validity 2 -storetype PKCS12 -storepass "
            + PASSWORD;
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    builder.command().addAll(List.of(command.split(" ")));
    builder.command().addAll(List.of("-keystore", file.toString()));
    int status = builder.inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("keytool ended with " + status + ".");
    }
  }
}
