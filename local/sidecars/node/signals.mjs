// Signs the provider's security event tokens (RFC 8417).
import { createPrivateKey, randomUUID, sign } from 'node:crypto';

export function transmitter(issuer, audience, keys) {
  const jwk = keys.signing.find((candidate) => candidate.alg === 'ES256');
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return (person, type) => {
    const header = { alg: 'ES256', typ: 'secevent+jwt', kid: jwk.kid };
    const claims = {
      iss: issuer,
      aud: audience,
      jti: randomUUID(),
      iat: Math.floor(Date.now() / 1000),
      sub_id: { format: 'iss_sub', iss: issuer, sub: person },
      events: { [type]: { event_timestamp: Date.now() } },
    };
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
}

function encode(part) {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
