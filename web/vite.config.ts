import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

const outDir = '../functions/wwwroot';

/** The name of a chunk with texts starts with its language: `de-artifacts`. */
const chunkName = ({ name, facadeModuleId }: { name: string; facadeModuleId: string | null }): string => {
  const language = /\/words\/([a-z]{2})\//.exec(facadeModuleId ?? '')?.[1];
  return `assets/${language && language !== name ? `${language}-` : ''}[name]-[hash].js`;
};

// The app's own origin serves everything, under a policy that allows nothing inline.
export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [compressed(outDir)],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: { output: { chunkFileNames: isSsrBuild ? '[name]-[hash].js' : chunkName } },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(['/api', '/auth', '/local'].map((path) => [path, 'http://127.0.0.1:7071'])),
  },
}));
