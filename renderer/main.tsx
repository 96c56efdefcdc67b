import '@mantine/core/styles.css';
import '@fontsource/noto-sans-devanagari/400.css';
import '@fontsource/noto-sans-devanagari/600.css';
import './styles/app.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startLanguages } from './lib/i18n.ts';

const theme = createTheme({
  primaryColor: 'indigo',
  // Dark enough for white words on it.
  primaryShade: 8,
  defaultRadius: 'md',
  autoContrast: true,
  respectReducedMotion: true,
  // The system's own face; Devanagari comes with the app, because not every system has it.
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif",
});
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
