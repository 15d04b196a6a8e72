import { z } from 'zod';

// Imported first, before any schema is made: the page may not compile text to code.
z.config({ jitless: true });
