package io.freshet.server.training.tower;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A training between two epochs, as a file: with the data and the settings, all that the rest of it
 * depends on. Not a format for others; a release is.
 *
 * @param fingerprint of settings and data: a checkpoint of others is refused
 * @param stage what the training was doing
 * @param searched epochs that the search found best, 0 while it goes on
 * @param searchedFigures their validation figures
 * @param state where the stage stood
 * @param parameters at that point
 * @param mean of the optimiser
 * @param square of the optimiser
 */
@SuppressWarnings("ArrayRecordComponent") // parameters; never compared
record Checkpoint(
    int fingerprint,
    TowerProgress.Stage stage,
    int searched,
    ValidationFigures searchedFigures,
    TowerState state,
    float[] parameters,
    float[] mean,
    float[] square) {
  private static final int MAGIC = 0x46524354;

  /** The end of the search that led to this refit, without its parameters. */
  TowerState searchedState() {
    return new TowerState(
        0, 0, 0, searchedFigures, searchedFigures, searched, searchedFigures, new float[0]);
  }

  /** Writes the file, which appears whole or not at all. */
  void write(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path temporary = Files.createTempFile(target.getParent(), ".checkpoint-", "");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
        write(out);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it is none of ours, or of other settings or data
   */
  static Checkpoint read(Path file, int fingerprint) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(
            "Cannot go on from a checkpoint: not one of ours (" + file + "); name another file");
      }
      int other = in.readInt();
      if (other != fingerprint) {
        throw new IOException(
            "Cannot go on from a checkpoint: it is of other settings or data ("
                + file
                + "); remove it to start anew");
      }
      return read(in, other);
    }
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(fingerprint);
    out.writeUTF(stage.name());
    out.writeInt(searched);
    write(out, searchedFigures);
    out.writeInt(state.epoch());
    out.writeInt(state.step());
    out.writeDouble(state.loss());
    write(out, state.figures());
    write(out, state.highest());
    out.writeInt(state.bestEpoch());
    write(out, state.bestFigures());
    for (float[] values : new float[][] {state.best(), parameters, mean, square}) {
      out.writeInt(values.length);
      for (float value : values) {
        out.writeFloat(value);
      }
    }
  }

  private static Checkpoint read(DataInputStream in, int fingerprint) throws IOException {
    TowerProgress.Stage stage = TowerProgress.Stage.valueOf(in.readUTF());
    int searched = in.readInt();
    ValidationFigures searchedFigures = figures(in);
    int epoch = in.readInt();
    int step = in.readInt();
    double loss = in.readDouble();
    ValidationFigures last = figures(in);
    ValidationFigures highest = figures(in);
    int bestEpoch = in.readInt();
    ValidationFigures bestFigures = figures(in);
    TowerState state =
        new TowerState(epoch, step, loss, last, highest, bestEpoch, bestFigures, floats(in));
    return new Checkpoint(
        fingerprint, stage, searched, searchedFigures, state, floats(in), floats(in), floats(in));
  }

  private static void write(DataOutputStream out, ValidationFigures figures) throws IOException {
    out.writeDouble(figures.hitRateAt10());
    out.writeDouble(figures.meanReciprocalRank());
    out.writeInt(figures.users());
  }

  private static ValidationFigures figures(DataInputStream in) throws IOException {
    return new ValidationFigures(in.readDouble(), in.readDouble(), in.readInt());
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int k = 0; k < values.length; k++) {
      values[k] = in.readFloat();
    }
    return values;
  }
}
