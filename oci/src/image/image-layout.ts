import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Descriptor } from '../document.ts';
import { OCI_INDEX } from '../media-type.ts';
import { type BlobFolder } from '../store/blob-folder.ts';

/** Makes a folder of blobs an OCI image layout whose `index.json` lists `images` by name, for other tools to read. */
export async function writeImageLayout(
  blobs: BlobFolder,
  images: readonly { name: string; descriptor: Descriptor }[],
): Promise<void> {
  const manifests = images.map(({ name, descriptor }) => ({
    ...descriptor,
    annotations: { ...descriptor.annotations, 'org.opencontainers.image.ref.name': name },
  }));
  await writeFile(join(blobs.dir, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(blobs.dir, 'index.json'), JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
}
