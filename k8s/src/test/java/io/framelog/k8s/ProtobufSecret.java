package io.framelog.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * A Secret in the encoding of Kubernetes' typed clients, in which Helm stores its release records:
 * {@code k8s\0}, then a {@code runtime.Unknown} that contains a {@code core.v1.Secret}
 * (generated.proto of k8s.io/apimachinery and k8s.io/api).
 */
final class ProtobufSecret {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private ProtobufSecret() {}

  static boolean isProtobuf(byte[] request) {
    return ByteBuffer.wrap(request).mismatch(ByteBuffer.wrap(MAGIC)) == MAGIC.length;
  }

  static ObjectNode read(byte[] request) {
    ObjectNode secret = JSON.createObjectNode().put("kind", "Secret").put("apiVersion", "v1");
    ObjectNode metadata = secret.putObject("metadata");
    ObjectNode data = secret.putObject("data");
    ByteBuffer unknown = ByteBuffer.wrap(request, MAGIC.length, request.length - MAGIC.length);
    fields(
        unknown.slice(),
        (inUnknown, raw) -> {
          if (inUnknown == 2) {
            fields(raw, (field, value) -> secret(secret, metadata, data, field, value));
          }
        });
    return secret;
  }

  private static void secret(
      ObjectNode secret, ObjectNode metadata, ObjectNode data, int field, ByteBuffer value) {
    switch (field) {
      case 1 -> metadata(metadata, value);
      case 2 -> entry(value, (key, bytes) -> data.put(key, bytes(bytes)));
      case 3 -> secret.put("type", text(value));
      default -> {}
    }
  }

  private static void metadata(ObjectNode metadata, ByteBuffer value) {
    fields(
        value,
        (field, content) -> {
          if (field == 1) {
            metadata.put("name", text(content));
          } else if (field == 11) {
            entry(
                content,
                (key, label) -> metadata.withObjectProperty("labels").put(key, text(label)));
          }
        });
  }

  /** Parses an entry of a map: field 1 is the key, field 2 the value. */
  private static void entry(ByteBuffer entry, BiConsumer<String, ByteBuffer> consumer) {
    String[] key = {""};
    fields(
        entry,
        (field, content) -> {
          if (field == 1) {
            key[0] = text(content);
          } else {
            consumer.accept(key[0], content);
          }
        });
  }

  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> consumer) {
    while (message.hasRemaining()) {
      int tag = varint(message);
      switch (tag & 7) {
        case VARINT -> varint(message);
        case LENGTH_DELIMITED -> {
          int length = varint(message);
          consumer.accept(tag >>> 3, message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        default -> throw new IllegalArgumentException("no Secret has wire type " + (tag & 7));
      }
    }
  }

  private static int varint(ByteBuffer message) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = message.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String text(ByteBuffer content) {
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }
}
