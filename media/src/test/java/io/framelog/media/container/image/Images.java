package io.framelog.media.container.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Images as publishers send them. */
final class Images {
  private static final int APP1 = 0xe1;

  private Images() {}

  static byte[] sample(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/samples-image", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> samples() {
    return List.of(
        sample("baseline.jpg"),
        sample("lossy.webp"),
        sample("lossless.webp"),
        sample("alpha.webp"),
        progressive(40, 30),
        withThumbnail());
  }

  /** Several scans, each with tables before it. */
  static byte[] progressive(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    for (int i = 0; i < width; i++) {
      graphics.setColor(new Color(i * 255 / width, 200 - i * 200 / width, 90));
      graphics.drawLine(i, 0, width - i, height);
    }
    graphics.dispose();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A whole JPEG inside a segment, as cameras write it. */
  static byte[] withThumbnail() {
    byte[] image = progressive(40, 30);
    byte[] thumbnail = sample("baseline.jpg");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(image, 0, 2);
    out.write(0xff);
    out.write(APP1);
    out.write((thumbnail.length + 2) >> 8);
    out.write(thumbnail.length + 2);
    out.writeBytes(thumbnail);
    out.write(image, 2, image.length - 2);
    return out.toByteArray();
  }

  static byte[] together(List<byte[]> images) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    images.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
