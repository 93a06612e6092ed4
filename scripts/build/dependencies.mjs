import { isBuiltin } from 'node:module';

/**
 * Throws where a package imports what a user who installs only that package would not have.
 *
 * @param {import('../workspace.mjs').Package} pkg
 * @param {Iterable<string>} specifiers of imports that leave the package
 */
export function assertDeclared({ name, manifest }, specifiers) {
  const declared = new Set(Object.keys(manifest.dependencies ?? {}));
  for (const specifier of specifiers) {
    const imported = specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? specifier;
    if (isBuiltin(specifier) || declared.has(imported)) continue;
    throw new Error(`${name} imports ${specifier}, which its package.json does not name as a dependency`);
  }
}
