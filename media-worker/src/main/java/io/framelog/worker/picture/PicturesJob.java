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
 * Makes a picture of each keyframe that comes, until no more come. What is wrong with one keyframe
 * is its answer; the next is served.
 */
public final class PicturesJob {
  /**
   * Runs to the input's end.
   *
   * @param requests {@link PictureRequest} after {@link PictureRequest}
   * @param answers a {@link PictureAnswer} to each, in their order
   * @throws IOException when nobody takes the answers any more
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
