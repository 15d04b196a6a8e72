import './without-compiling.ts';
import './style/index.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { CallRefused } from './bridge/call.ts';

const place = document.getElementById('window');
if (place === null) throw new Error('index.html has no place for the window');

const queries = new QueryClient({
  defaultOptions: {
    // What is asked is on this machine: a failure is told at once, and nothing changes behind the person's back.
    queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always', staleTime: 10_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
});
queries.getMutationCache().config.onError = (error) => {
  if (!(error instanceof CallRefused)) console.error('an act of the window failed', error);
};

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
