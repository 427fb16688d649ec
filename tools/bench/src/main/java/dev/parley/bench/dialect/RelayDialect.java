package dev.parley.bench.dialect;

import java.util.List;

/** No protocol at all: the others at the same path hear the bytes as they are. */
public final class RelayDialect implements Dialect {

  @Override
  public String path(Names names) {
    return "/" + names.room();
  }

  @Override
  public List<Step> entrance(Names names) {
    return List.of(new Step.Await("joined"));
  }

  @Override
  public String letter(Kind kind, Names from, String to) {
    return BODY;
  }
}
