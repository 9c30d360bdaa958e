import { defineCollection, z } from 'astro:content';
import { glob } from 'astro/loaders';

const fields = { title: z.string(), description: z.string(), pubDate: z.coerce.date(), updatedDate: z.coerce.date().optional() };
export const collections = {
  blog: defineCollection({ loader: glob({ base: './src/content/blog', pattern: '**/*.md' }), schema: z.object(fields) }),
};
