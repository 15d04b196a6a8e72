// SHA-384 of the schema that the migrations produce. Written by: UPDATE_SCHEMA=1 npm run unit -- db/schema
export const SCHEMA_DIGEST =
  '735f5ff6eacf583ae19701d7819f2dbc879919a56384971a4df3d66ebac067ca7743bba9c5eb5e32b70ab47796556dec';
