import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { z } from 'zod';

const Inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  State: z.object({ Status: z.string(), StartedAt: z.string() }),
  NetworkSettings: z.object({ IPAddress: z.string() }),
  HostConfig: z.object({ RestartPolicy: z.object({ Name: z.string() }) }),
});
const Image = z.object({ RepoDigests: z.array(z.string()) });
const Started = z.object({ id: z.string(), Action: z.string() });

/** A container as `docker inspect` shows it; as long as nobody touches it, nothing of this changes. */
export interface Sighting {
  id: string;
  name: string;
  status: string;
  startedAt: string;
  restartPolicy: string;
  /** Empty while it does not run. */
  address: string;
  /** `sha256:…` that its image was pulled by. */
  digests: readonly string[];
}

/** What dockerd itself says, without the agent's code in between. */
export interface DockerWitness {
  see(idOrName: string): Promise<Sighting | null>;
  names(): Promise<string[]>;
  /** How many containers run whose name begins so. */
  countRunning(prefix: string): Promise<number>;
  /** Ids of containers that were started since then. */
  startedSince(when: Date): Promise<string[]>;
  /** A container that is none of the agent's, running. */
  placeStranger(name: string, image: string): Promise<Sighting>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createDockerWitness(socketPath: string): DockerWitness {
  const docker = new Docker({ socketPath });

  async function see(idOrName: string): Promise<Sighting | null> {
    try {
      const found = Inspected.parse(await docker.getContainer(idOrName).inspect());
      const image = Image.parse(await docker.getImage(found.Image).inspect());
      return {
        id: found.Id,
        name: found.Name.slice(1),
        status: found.State.Status,
        startedAt: found.State.StartedAt,
        restartPolicy: found.HostConfig.RestartPolicy.Name,
        address: found.NetworkSettings.IPAddress,
        digests: image.RepoDigests.map((entry) => entry.split('@')[1] ?? ''),
      };
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null;
      throw error;
    }
  }

  return {
    see,
    async names() {
      const all = await docker.listContainers({ all: true });
      return all.flatMap(({ Names }) => Names.map((name) => name.slice(1))).sort();
    },
    async countRunning(prefix) {
      const found = await docker.listContainers({ filters: { name: [`^/${prefix}`] } });
      return found.length;
    },
    async startedSince(when) {
      const stream = await docker.getEvents({ since: when.getTime() / 1000, until: Date.now() / 1000 });
      const lines = (await text(stream)).split('\n');
      const events = lines.flatMap((line) => Started.safeParse(line === '' ? null : JSON.parse(line)).data ?? []);
      return events.filter(({ Action }) => Action === 'start').map(({ id }) => id);
    },
    async placeStranger(name, image) {
      const stranger = await docker.createContainer({ name, Image: image });
      await stranger.start();
      const seen = await see(stranger.id);
      if (seen === null) throw new Error(`the stranger ${name} is gone`);
      return seen;
    },
    async rename(id, name) {
      await docker.getContainer(id).rename({ name });
    },
    async remove(id) {
      await docker.getContainer(id).remove({ force: true });
    },
  };
}
