import { z } from 'zod';

// The page may not compile text to code. This runs before any schema is made: main.tsx imports it first.
z.config({ jitless: true });
