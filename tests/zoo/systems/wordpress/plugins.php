<?php
/**
 * A must-use plugin that does to a site what popular plugins and settings do; ZOO_FEATURES in wp-config.php names which:
 * seo (a head as SEO plugins write it), amp (copies below /amp/), coauthors, related, share, updated, box (about the author),
 * network (a menu of its sites), views (a count that grows), reading (time), advert, also (a story named within another), infinite (no links to older posts).
 */

function zoo_has(string $feature): bool {
    return in_array($feature, explode(' ', ZOO_FEATURES), true);
}

/** The names of a post's authors: those that fill.php kept, or the one that WordPress knows. */
function zoo_authors(?int $id = null): array {
    return (array) get_post_meta($id ?? get_the_ID(), 'zoo_authors', true) ?: [get_the_author()];
}

function zoo_joined(array $said): string {
    $last = array_pop($said);
    return $said ? implode(', ', $said) . ' and ' . $last : $last;
}

function zoo_graph(): array {
    $url = is_singular() ? get_permalink() : home_url(add_query_arg([]));
    $page = ['@type' => is_front_page() || is_singular() ? 'WebPage' : 'CollectionPage', '@id' => $url, 'url' => $url,
        'name' => wp_get_document_title(), 'isPartOf' => ['@id' => home_url('/#website')], 'inLanguage' => get_bloginfo('language')];
    $site = ['@type' => 'WebSite', '@id' => home_url('/#website'), 'url' => home_url('/'), 'name' => get_bloginfo('name')];
    if (!is_singular()) {
        return [$page, $site];
    }
    $dates = ['datePublished' => get_post_time('c', true), 'dateModified' => get_post_modified_time('c', true)];
    if (!is_single()) {
        return [$page + $dates, $site];
    }
    $people = array_map(fn($name) => ['@type' => 'Person', 'name' => $name], zoo_authors());
    $article = ['@type' => 'Article', '@id' => "$url#article", 'isPartOf' => ['@id' => $url], 'author' => count($people) > 1 ? $people : $people[0],
        'headline' => get_the_title(), 'mainEntityOfPage' => ['@id' => $url], 'commentCount' => (int) get_comments_number(),
        'publisher' => ['@id' => home_url('/#organization')], 'articleSection' => wp_list_pluck(get_the_category(), 'name')];
    return [$article + $dates, $page + $dates, $site];
}

if (zoo_has('seo')) {
    add_action('wp_head', function () {
        echo '<meta property="og:type" content="' . (is_front_page() ? 'website' : 'article') . '" />' . "\n";
        echo '<meta property="og:title" content="' . esc_attr(wp_get_document_title()) . '" />' . "\n";
        if (is_single()) {
            echo '<meta property="article:published_time" content="' . get_post_time('c', true) . '" />' . "\n";
            echo '<meta name="author" content="' . esc_attr(zoo_authors()[0]) . '" />' . "\n";
            echo '<meta name="twitter:label1" content="Written by" /><meta name="twitter:data1" content="' . esc_attr(implode(', ', zoo_authors())) . '" />' . "\n";
        }
        echo '<script type="application/ld+json" class="yoast-schema-graph">' . wp_json_encode(['@context' => 'https://schema.org', '@graph' => zoo_graph()]) . "</script>\n";
    }, 1);
}

if (zoo_has('network')) {
    add_action('wp_body_open', function () {
        $links = array_map(fn($site) => '<a href="' . esc_url(get_home_url((int) $site->blog_id, '/')) . '">' . esc_html(get_blog_option((int) $site->blog_id, 'blogname')) . '</a>', get_sites());
        echo '<nav class="network">' . implode(' ', $links) . "</nav>\n";
    });
}

if (zoo_has('coauthors')) {
    add_filter('render_block_core/post-author-name', function () {
        $links = array_map(fn($name) => '<a href="' . esc_url(get_author_posts_url(0, sanitize_title($name))) . "\" title=\"Posts by $name\" class=\"author url fn\" rel=\"author\">$name</a>", zoo_authors());
        return '<div class="wp-block-post-author-name">' . zoo_joined($links) . '</div>';
    });
    add_filter('the_author', fn($name) => is_feed() ? zoo_joined(zoo_authors()) : $name);
}

if (zoo_has('amp')) {
    add_action('init', fn() => add_rewrite_endpoint('amp', EP_PERMALINK));
    add_filter('request', fn($asked) => isset($asked['amp']) ? ['amp' => 1] + $asked : $asked);
    add_action('wp_head', function () {
        if (is_single()) {
            echo '<link rel="amphtml" href="' . esc_url(get_permalink() . 'amp/') . "\" />\n";
        }
    });
    add_action('template_redirect', function () {
        if (!is_single() || !get_query_var('amp')) {
            return;
        }
        the_post();
        $canonical = esc_url(get_permalink());
        echo '<!doctype html><html amp lang="' . get_bloginfo('language') . '"><head><meta charset="utf-8"><title>' . esc_html(get_the_title()) . "</title><link rel=\"canonical\" href=\"$canonical\">"
            . '<script type="application/ld+json">' . wp_json_encode(['@context' => 'https://schema.org', '@graph' => zoo_graph()]) . '</script></head><body>'
            . '<header><a href="' . esc_url(home_url('/')) . '">' . get_bloginfo('name') . '</a></header><article class="amp-wp-article"><h1 class="amp-wp-title">' . get_the_title() . '</h1>'
            . '<div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">' . esc_html(zoo_joined(zoo_authors())) . '</span></div>'
            . '<div class="amp-wp-meta amp-wp-posted-on"><time datetime="' . get_post_time('c', true) . '">' . human_time_diff(get_post_time('U', true)) . ' ago</time></div>'
            . '<div class="amp-wp-article-content">' . apply_filters('the_content', get_the_content()) . "</div></article><footer><a href=\"$canonical\">View non-AMP version</a></footer></body></html>";
        exit;
    });
}

if (zoo_has('infinite')) {
    foreach (['query-pagination', 'query-pagination-next', 'query-pagination-previous', 'query-pagination-numbers'] as $block) {
        add_filter("render_block_core/$block", '__return_empty_string');
    }
    add_action('wp_footer', function () {
        if (!is_singular()) {
            echo '<div id="infinite-handle"><span><button>Older posts</button></span></div><script>var infiniteScroll = ' . wp_json_encode(
                ['settings' => ['id' => 'content', 'ajaxurl' => home_url('/?infinity=scrolling'), 'type' => 'scroll', 'offset' => 10]]) . ";</script>\n";
        }
    });
}

/** Titles and links of other posts of the same section, latest first. */
function zoo_others(int $count): array {
    return get_posts(['category__in' => wp_get_post_categories(get_the_ID()), 'exclude' => [get_the_ID()], 'numberposts' => $count]);
}

/** A text with `$html` below its `$count`th paragraph. */
function zoo_below(string $text, int $count, string $html): string {
    $pieces = explode('</p>', $text);
    return implode('</p>', array_slice($pieces, 0, $count)) . '</p>' . $html . implode('</p>', array_slice($pieces, $count));
}

add_filter('the_content', function (string $text): string {
    if (!is_single() || !in_the_loop()) {
        return $text;
    }
    $before = $after = '';
    if (zoo_has('reading')) {
        $before .= '<span class="span-reading-time rt-reading-time"><span class="rt-label rt-prefix">Reading Time: </span> <span class="rt-time"> 2</span> <span class="rt-label rt-postfix">minutes</span></span>';
    }
    if (zoo_has('updated')) {
        $before .= '<p class="post-modified-info">Last Updated on ' . get_the_modified_date() . ' by <a href="' . get_author_posts_url(get_the_author_meta('ID')) . '" class="post-modified-author">' . get_the_author() . '</a></p>';
    }
    if (zoo_has('also')) {
        $one = zoo_others(1)[0];
        $text = zoo_below($text, 2, '<div class="inline-related-posts"><a class="irp" href="' . get_permalink($one) . '"><span class="ctaText">Also read</span>&nbsp; <span class="postTitle">' . get_the_title($one) . '</span></a></div>');
    }
    if (zoo_has('advert')) {
        $text = zoo_below($text, 1, '<div class="code-block code-block-1" style="margin: 8px auto; text-align: center;"><small>Advertisement</small><div id="div-gpt-ad-1"></div></div>');
    }
    if (zoo_has('views')) {
        $seen = 1 + (int) get_post_meta(get_the_ID(), 'views', true);
        update_post_meta(get_the_ID(), 'views', $seen);
        $after .= '<div class="post-views content-post entry-meta"><span class="post-views-icon dashicons dashicons-chart-bar"></span> <span class="post-views-label">Post Views:</span> <span class="post-views-count">' . number_format(1230 + $seen) . '</span></div>';
    }
    if (zoo_has('share')) {
        $links = array_map(fn($site) => '<li class="share-' . strtolower($site) . '"><a rel="nofollow noopener noreferrer" class="share-' . strtolower($site) . ' sd-button share-icon" href="' . add_query_arg('share', strtolower($site), get_permalink()) . "\" target=\"_blank\"><span>Click to share on $site (Opens in new window)</span> $site</a></li>", ['Facebook', 'X', 'WhatsApp']);
        $after .= '<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social sd-social-icon-text sd-sharing"><h3 class="sd-title">Share this:</h3><div class="sd-content"><ul>' . implode('', $links) . '</ul></div></div></div>';
    }
    if (zoo_has('box')) {
        $name = get_the_author();
        $after .= '<div class="saboxplugin-wrap" itemtype="http://schema.org/Person" itemscope itemprop="author"><div class="saboxplugin-tab"><div class="saboxplugin-authorname"><a href="' . get_author_posts_url(get_the_author_meta('ID')) . "\" class=\"vcard author\" rel=\"author\"><span class=\"fn\">$name</span></a></div>"
            . "<div class=\"saboxplugin-desc\"><div itemprop=\"description\"><p>$name has written for the paper since 2014, first about the harbour and later about the council. Reach the desk with a tip at any hour.</p></div></div></div></div>";
    }
    if (zoo_has('related')) {
        $items = array_map(fn($one) => '<li><a href="' . get_permalink($one) . '" rel="bookmark" title="' . esc_attr(get_the_title($one)) . '">' . get_the_title($one) . '</a> <small>' . get_the_date('', $one) . '</small></li>', zoo_others(4));
        $after .= '<div class="yarpp yarpp-related yarpp-related-website yarpp-template-list"><h3>Related posts:</h3><ol>' . implode('', $items) . '</ol></div>';
    }
    return $before . $text . $after;
}, 20);
