import '@mantine/core/styles.css';
import '@fontsource/noto-sans-devanagari/400.css';
import '@fontsource/noto-sans-devanagari/600.css';
import './styles/tokens.css';
import './styles/global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startLanguages } from './lib/i18n.ts';
import { theme } from './theme.ts';

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 1_000, retry: 1, refetchOnWindowFocus: false } },
});

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the screens');
await startLanguages();
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
