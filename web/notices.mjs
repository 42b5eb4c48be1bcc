// The licences of what is bundled, one after another.
import fs from 'node:fs';

const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const bundled = Object.entries(lock.packages).filter(([folder, { dev }]) => folder && !dev);
for (const [folder, { version, license }] of bundled) {
  const file = fs.readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  console.log(`${folder.replace('node_modules/', '')} ${version} (${license})\n`);
  if (file) console.log(`${fs.readFileSync(`${folder}/${file}`, 'utf8').trim()}\n\n`);
}
