/** The signature suites of the house. The id stands in every key record and every format, so that one can be replaced. */
export type SignatureAlgorithm = 'ed25519' | 'ml-dsa-87';

export const SIGNATURE_ALGORITHMS = ['ed25519', 'ml-dsa-87'] as const satisfies readonly SignatureAlgorithm[];

interface Suite {
  /** The content of the OBJECT IDENTIFIER: RFC 8410 for Ed25519, RFC 9881 for ML-DSA-87. */
  readonly oid: Uint8Array;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
}

/** Object identifiers and sizes in bytes (RFC 8032, FIPS 204 table 2). */
export const SUITES: Readonly<Record<SignatureAlgorithm, Suite>> = {
  // 1.3.101.112
  ed25519: { oid: Uint8Array.of(0x2b, 0x65, 0x70), publicKeyBytes: 32, signatureBytes: 64 },
  // 2.16.840.1.101.3.4.3.19
  'ml-dsa-87': {
    oid: Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13),
    publicKeyBytes: 2592,
    signatureBytes: 4627,
  },
};

/** @returns the suite with this object identifier, or undefined where it is none of ours. */
export function algorithmByOid(oid: Uint8Array): SignatureAlgorithm | undefined {
  return SIGNATURE_ALGORITHMS.find((algorithm) => Buffer.compare(SUITES[algorithm].oid, oid) === 0);
}
