// The service of EchoMethods.cs. Messages are google.protobuf.StringValue, encoded by hand: field 1, length, UTF-8.
export const encode = (text) => {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length === 0) {
    return Buffer.alloc(0);
  }

  const length = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) {
      break;
    }
  }

  return Buffer.concat([Buffer.from([0x0a, ...length]), bytes]);
};

export const decode = (buffer) => {
  let at = 1;
  while (at < buffer.length && buffer[at] & 128) {
    at++;
  }

  return buffer.subarray(at + 1).toString("utf8");
};

const method = (name, requestStream = false, responseStream = false) => ({
  path: `/test.Echo/${name}`,
  requestStream,
  responseStream,
  requestSerialize: encode,
  requestDeserialize: decode,
  responseSerialize: encode,
  responseDeserialize: decode,
});

export const service = {
  Unary: method("Unary"),
  Spell: method("Spell", false, true),
  Duplex: method("Duplex", true, true),
  Fail: method("Fail"),
  FailLate: method("FailLate", false, true),
  Silent: method("Silent"),
  Missing: method("Missing"),
};
