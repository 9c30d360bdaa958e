import { feedPlugin } from "@11ty/eleventy-plugin-rss";
import navigation from "@11ty/eleventy-navigation";
import { DateTime } from "luxon";

export default function (config) {
  config.addPassthroughCopy({ "content/pictures": "pictures" });
  config.addPlugin(navigation);
  config.addPlugin(feedPlugin, {
    type: "atom",
    outputPath: "/feed/feed.xml",
    collection: { name: "posts", limit: 10 },
    metadata: { language: "SITE_LANGUAGE", title: "SITE_TITLE", subtitle: "News from the coast", base: "SITE_URL", author: { name: "The desk" } },
  });
  config.addFilter("readableDate", (date) => DateTime.fromJSDate(date, { zone: "utc" }).toFormat("dd LLLL yyyy"));
  config.addFilter("htmlDateString", (date) => DateTime.fromJSDate(date, { zone: "utc" }).toFormat("yyyy-LL-dd"));
  config.addFilter("head", (list, n) => (n < 0 ? list.slice(n) : list.slice(0, n)));
  config.addFilter("filterTagList", (tags) => (tags || []).filter((tag) => !["all", "posts"].includes(tag)));
  config.addFilter("getAllTags", (collection) => [...new Set(collection.flatMap((item) => item.data.tags || []))]);
  return {
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
    dir: { input: "content", includes: "../_includes", data: "../_data" },
  };
}
