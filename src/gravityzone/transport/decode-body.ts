import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { cleanText } from '../rows/clean-text.js';
import { property } from '../rows/fields.js';
import { GravityZoneError } from './errors.js';

type Decode = (data: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>;

const decodeGzip: Decode = promisify(gunzip);
const decodeDeflate: Decode = promisify(inflate);
const decodeRawDeflate: Decode = promisify(inflateRaw);

const isGzip = (data: Buffer): boolean => data[0] === 0x1f && data[1] === 0x8b;

/** The zlib header that RFC 9110 asks for; some servers leave it out. */
const isZlib = (data: Buffer): boolean => ((data[0] ?? 0) & 0x0f) === 8 && data.readUInt16BE(0) % 31 === 0;

// A proxy that decodes a body may leave the header in place.
const gzip: Decode = async (data, limit) => (isGzip(data) ? decodeGzip(data, limit) : data);

const decoders: Record<string, Decode> = {
  gzip,
  'x-gzip': gzip,
  deflate: (data, limit) => (data.length > 1 && isZlib(data) ? decodeDeflate : decodeRawDeflate)(data, limit),
  br: promisify(brotliDecompress),
};

/** More encodings than any server applies would only cost time. */
const mostEncodings = 2;

/**
 * Returns a body without the encodings of its `content-encoding` header, which servers apply although no request asks for
 * one. Throws MALFORMED_ANSWER for an encoding that is not known, for a damaged body, and as soon as more than
 * `maximumBytes` are decoded.
 */
export async function decodeBody(
  body: Buffer,
  header: string | string[] | undefined,
  maximumBytes: number,
): Promise<Buffer> {
  const names = [header ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0 || body.length === 0) return body;
  const unknown = names.find((name) => !Object.hasOwn(decoders, name));
  if (unknown !== undefined || names.length > mostEncodings)
    throw malformed(`GravityZone sent a response with an encoding that this service cannot read: ${names.join(', ')}.`);
  let decoded = body;
  for (const name of names.reverse()) decoded = await decodeOne(name, decoded, maximumBytes);
  return decoded;
}

async function decodeOne(name: string, body: Buffer, maximumBytes: number): Promise<Buffer> {
  const decode = decoders[name];
  if (decode === undefined) return body;
  try {
    return await decode(body, { maxOutputLength: maximumBytes });
  } catch (error) {
    if (property(error, 'code') === 'ERR_BUFFER_TOO_LARGE')
      throw malformed('GravityZone sent a response that is too large to read.');
    throw malformed(`GravityZone sent a response whose encoding is damaged: ${name}.`);
  }
}

function malformed(message: string): GravityZoneError {
  return new GravityZoneError('MALFORMED_ANSWER', { message: cleanText(message, 300) });
}
