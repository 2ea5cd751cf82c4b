package io.framelog.worker.picture;

import io.framelog.worker.JobException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Makes a picture of each keyframe until the input ends. An error in one keyframe is its answer;
 * the next one is still processed.
 */
public final class PicturesJob {
  /**
   * Runs to the input's end.
   *
   * @param requests a sequence of {@link PictureRequest}
   * @param answers a {@link PictureAnswer} to each request, in the same order
   * @throws IOException when the answers cannot be written
   */
  public void run(InputStream requests, OutputStream answers) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(requests));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers));
    for (PictureRequest request = PictureRequest.readFrom(in);
        request != null;
        request = PictureRequest.readFrom(in)) {
      answer(request).writeTo(out);
    }
  }

  static PictureAnswer answer(PictureRequest request) {
    try (KeyframeDecoder decoder = KeyframeDecoder.open(request.format(), request.media())) {
      return new PictureAnswer.Made(JpegEncoder.encode(decoder.decode(), request.width()));
    } catch (JobException e) {
      return new PictureAnswer.NotMade(e.sentence());
    }
  }
}
