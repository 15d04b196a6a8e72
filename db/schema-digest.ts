// SHA-384 of the schema that the migrations produce. Written by: UPDATE_SCHEMA=1 npm run unit -- db/schema
export const SCHEMA_DIGEST =
  'ae0917ac7582173f62324e6954d7c033eb2b5759dbd41794cde527111020c42d95c75305189bcafd2ab823a18539e194';
