package dev.parley.siege.attack;

import java.io.IOException;
import java.util.List;

/** Sends what is no request, or one that must not be taken. */
final class MalformedRequests implements Attack {
  private static final int CLIENTS = 8;
  private static final int BAD_REQUEST = 400;
  private static final int PAUSE_MILLIS = 20;

  @Override
  public String name() {
    return "malformed-requests";
  }

  @Override
  public String line() {
    return "Requests that break RFC 9112, RFC 6455 or the protocol, each in another way.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    List<Malformed> all = Malformed.all();
    attacker.crowd(
        CLIENTS,
        client -> {
          for (int i = client; !attacker.isOver(); i++) {
            send(attacker, client, all.get(i % all.size()));
          }
        });
  }

  private static void send(Attacker attacker, int client, Malformed request) throws IOException {
    try (AttackConnection connection = attacker.connect(client)) {
      attacker.ledger().requested();
      connection.send(request.text());
      switch (request.answer()) {
        case BE_REFUSED -> {
          int status = connection.answer(request.what()).status();
          if (status < BAD_REQUEST) {
            attacker.judge().fault(request.what() + " was answered with " + status + ".");
          }
        }
        case BE_ANSWERED -> connection.answer(request.what());
        case DO_NO_HARM -> connection.read(1);
      }
    } catch (IOException e) {
      attacker.pause(PAUSE_MILLIS); // to be cut is an answer as well
    }
  }
}
