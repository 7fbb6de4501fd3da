// node check.mjs FILE...: has the TypeScript compiler hold dashboards against dashboard.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

rmSync('checked', { recursive: true, force: true });
mkdirSync('checked');
for (const file of process.argv.slice(2)) {
  const json = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2);
  writeFileSync(
    `checked/${basename(file, '.json')}.ts`,
    `import type { Dashboard } from '../dashboard';\n\nexport const dashboard: Dashboard = ${json};\n`,
  );
}
try {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', '.'], { stdio: 'inherit' });
} catch {
  process.exit(1); // the compiler has said what is wrong
}
