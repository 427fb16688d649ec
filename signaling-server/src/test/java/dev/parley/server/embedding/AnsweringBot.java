package dev.parley.server.embedding;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Listener;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.util.concurrent.Executor;

/** Replies to every message that asks for a reply. */
final class AnsweringBot implements Listener {
  private static final System.Logger LOG = System.getLogger("bot");

  private final Participant self;

  private AnsweringBot(Participant self) {
    this.self = self;
  }

  static Participant join(Signaling signaling, RoomName room, Executor executor) {
    ClientAccount account = signaling.account("bots");
    Request.Join join = new Request.Join(PeerKey.random(), new PeerName("Bot"));
    return signaling.join(room, account, join, AnsweringBot::new, executor);
  }

  @Override
  public void event(long seq, Event event) {
    if (event instanceof Event.Message(PeerId from, Payload question, boolean ask, _) && ask) {
      Payload answer = Payload.of("{\"echo\":" + question + "}");
      self.send(new Request.Reply(Request.NO_ID, from, seq, answer));
    }
  }

  @Override
  public void notice(Notice notice) {
    switch (notice) {
      case Notice.Joined joined -> LOG.log(System.Logger.Level.INFO, "I am " + joined.self().id());
      case Notice.Error error -> LOG.log(System.Logger.Level.WARNING, error.sentence());
      case Notice.Ack _, Notice.Bye _, Notice.IceServers _, Notice.Pong _ -> {}
    }
  }

  @Override
  public void closed(CloseCode code) {
    LOG.log(System.Logger.Level.INFO, "closed with " + code);
  }
}
