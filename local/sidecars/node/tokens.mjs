// Validates an access token of this provider, as a resource server does.
import { createPublicKey, verify } from 'node:crypto';

export function verifier(issuer, keys) {
  const key = createPublicKey({ key: keys.signing.find((candidate) => candidate.alg === 'ES256'), format: 'jwk' });
  return (token) => {
    const [header, payload, signature, ...rest] = String(token).split('.');
    if (!signature || rest.length > 0) return undefined;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) return undefined;
    const { typ, alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    return alg === 'ES256' && typ === 'at+jwt' && claims.iss === issuer && claims.exp > Date.now() / 1000 ? claims : undefined;
  };
}
