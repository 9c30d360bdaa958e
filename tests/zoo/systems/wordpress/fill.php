<?php
/**
 * Makes a WordPress site what a JSON file says: php fill.php SITE.json, in the folder of wp-load.php.
 *
 * The first time it installs WordPress and sets its options; each time it puts in, edits or deletes stories, through
 * WordPress's own functions. It prints {"story key": "permalink"}.
 */

$wanted = json_decode(file_get_contents($argv[1]), true);
$_SERVER['HTTP_HOST'] = parse_url($wanted['url'], PHP_URL_HOST) . ':' . parse_url($wanted['url'], PHP_URL_PORT);
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', !empty($wanted['install']));
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/nav-menu.php';

if (!empty($wanted['install'])) {
    wp_install($wanted['title'], 'desk', 'desk@paper.example', true, '', 'not-a-secret', $wanted['locale']);
    foreach ($wanted['options'] as $name => $value) {
        update_option($name, $value);
    }
    wp_delete_post(1, true); // "Hello world!"
    wp_delete_post(2, true); // "Sample Page"
    if (!empty($wanted['network'])) {
        network($wanted);
    }
    exit(0);
}
kses_remove_filters();
switch_theme($wanted['theme']);
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure($wanted['permalinks']);
flush_rewrite_rules(false);

foreach ($wanted['pages'] as $page) {
    if (!get_page_by_path($page['slug'])) {
        wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $page['title'],
            'post_name' => $page['slug'], 'post_content' => $page['content'], 'post_author' => 1]);
    }
}
foreach ($wanted['templates'] as $template => $pattern) {
    template($template, $pattern, $wanted['theme']);
}
if (!empty($wanted['front'])) {
    front($wanted['front']);
}
foreach ($wanted['unlisted'] as $post) {
    if (!get_page_by_path($post['slug'], OBJECT, 'post')) {
        wp_insert_post(['post_title' => $post['title'], 'post_name' => $post['slug'], 'post_content' => $post['content'],
            'post_status' => $post['status'], 'post_password' => $post['password'] ?? '', 'post_date' => $post['local'], 'post_author' => 1]);
    }
}
$addresses = [];
foreach ($wanted['stories'] as $story) {
    on_site($story['site'], function () use ($story, &$addresses) {
        $id = put_story($story);
        $addresses[$story['key']] = get_permalink($id);
        if (!empty($story['sticky'])) {
            stick_post($id);
        }
    });
}
foreach ($wanted['deleted'] as $key) {
    foreach (['/', ...$wanted['network']] as $path) {
        on_site($path, function () use ($key) {
            foreach (get_posts(['meta_key' => 'zoo', 'meta_value' => $key, 'numberposts' => 1]) as $gone) {
                wp_delete_post($gone->ID, true);
            }
        });
    }
}
echo json_encode($addresses);

/** Make the installation a network of sites in folders: https://developer.wordpress.org/advanced-administration/multisite/. */
function network(array $wanted): void {
    require_once ABSPATH . 'wp-admin/includes/network.php';
    foreach ($GLOBALS['wpdb']->tables('ms_global') as $table => $prefixed) {
        $GLOBALS['wpdb']->$table = $prefixed;
    }
    define('WP_INSTALLING_NETWORK', true);
    install_network();
    $made = populate_network(1, $_SERVER['HTTP_HOST'], 'desk@paper.example', $wanted['title'], '/', false);
    if (is_wp_error($made) && $made->get_error_code() !== 'no_wildcard_dns') {
        fwrite(STDERR, $made->get_error_message() . "\n");
        exit(1);
    }
}

/** Run a function on the network's site at a path, which is made if it is not there; on the only site for "/". */
function on_site(string $path, callable $do): void {
    if ($path === '/') {
        $do();
        return;
    }
    $known = get_sites(['path' => $path, 'number' => 1]);
    $id = $known ? (int) $known[0]->blog_id : wpmu_create_blog($_SERVER['HTTP_HOST'], $path, ucfirst(trim($path, '/')), 1, ['public' => 1]);
    switch_to_blog($id);
    if (!$known) {
        foreach (['timezone_string', 'date_format', 'permalink_structure', 'stylesheet', 'template'] as $name) {
            update_option($name, get_blog_option(1, $name));
        }
        delete_option('rewrite_rules'); // made anew by the first request
        wp_delete_post(1, true);
        wp_delete_post(2, true);
    }
    $do();
    restore_current_blog();
}

/** Let a pattern of the theme be one of its templates, as the site editor does when one is chosen. */
function template(string $name, string $pattern, string $theme): void {
    if (!WP_Block_Patterns_Registry::get_instance()->is_registered($pattern)) {
        fwrite(STDERR, "no pattern $pattern\n");
        exit(1);
    }
    if (!get_posts(['post_type' => 'wp_template', 'name' => $name, 'post_status' => 'publish'])) {
        $id = wp_insert_post(['post_type' => 'wp_template', 'post_status' => 'publish', 'post_title' => $name,
            'post_name' => $name, 'post_content' => "<!-- wp:pattern {\"slug\":\"$pattern\"} /-->"]);
        wp_set_object_terms($id, $theme, 'wp_theme');
    }
}

function put_story(array $story): int {
    $known = get_posts(['meta_key' => 'zoo', 'meta_value' => $story['key'], 'numberposts' => 1]);
    if ($known && !$story['edited']) {
        return $known[0]->ID;
    }
    if ($known) {
        wp_update_post(['ID' => $known[0]->ID, 'post_title' => wp_slash($story['title']),
            'post_content' => wp_slash(content($story, (array) get_post_meta($known[0]->ID, 'zoo_media', true)))]);
        return $known[0]->ID;
    }
    $id = wp_insert_post([
        'post_status' => 'publish', 'post_title' => wp_slash($story['title']), 'post_name' => $story['slug'], 'post_content' => '',
        'post_date' => $story['local'], 'post_date_gmt' => $story['utc'], 'post_author' => author($story['authors'][0]),
        'post_category' => [category($story['category'])], 'tags_input' => $story['tags'], 'comment_status' => 'open',
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $story['key'] . ': ' . $id->get_error_message() . "\n");
        exit(1);
    }
    add_post_meta($id, 'zoo', $story['key']);
    array_map('author', $story['authors']);
    add_post_meta($id, 'zoo_authors', $story['authors']);
    $media = [];
    foreach ($story['files'] as $role => $files) {
        $media[$role] = array_map(fn($file) => attach($file, $id), $files);
    }
    add_post_meta($id, 'zoo_media', $media);
    if (!empty($media['featured'])) {
        set_post_thumbnail($id, $media['featured'][0]);
    }
    wp_update_post(['ID' => $id, 'post_content' => wp_slash(content($story, $media))]);
    $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, ['post_modified' => $story['local'], 'post_modified_gmt' => $story['utc']], ['ID' => $id]);
    clean_post_cache($id);
    foreach ($story['comments'] as $comment) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => $comment['author'], 'comment_content' => $comment['text'],
            'comment_date' => $comment['local'], 'comment_date_gmt' => $comment['utc'], 'comment_approved' => 1]);
    }
    return $id;
}

/** A page of its own in front, with the latest stories, and the list of all at another page. */
function front(array $titles): void {
    foreach (['page_on_front' => '<!-- wp:paragraph --><p>News from the coast, every day.</p><!-- /wp:paragraph --><!-- wp:latest-posts {"postsToShow":8,"displayPostDate":true} /-->',
        'page_for_posts' => ''] as $option => $content) {
        if (!get_option($option)) {
            update_option($option, wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => array_shift($titles), 'post_content' => $content, 'post_author' => 1]));
        }
    }
    update_option('show_on_front', 'page');
}

/** The story's own markup with the pictures, the gallery and the file it has. */
function content(array $story, array $media): string {
    $text = $story['content'];
    foreach ($media['inline'] ?? [] as $id) {
        $source = wp_get_attachment_image_url($id, 'large');
        $link = get_attachment_link($id);
        $picture = $story['classic']
            ? "[caption id=\"attachment_$id\" align=\"aligncenter\" width=\"640\"]<a href=\"$link\"><img class=\"size-large wp-image-$id\" src=\"$source\" alt=\"\" width=\"640\" height=\"400\" /></a> {$story['caption']}[/caption]\n\n"
            : "<!-- wp:image {\"id\":$id,\"sizeSlug\":\"large\",\"linkDestination\":\"attachment\"} -->\n<figure class=\"wp-block-image size-large\"><a href=\"$link\"><img src=\"$source\" alt=\"\" class=\"wp-image-$id\"/></a><figcaption class=\"wp-element-caption\">{$story['caption']}</figcaption></figure>\n<!-- /wp:image -->\n\n";
        $text = $picture . $text;
    }
    if (!empty($media['gallery'])) {
        $text .= $story['classic'] ? "\n\n[gallery ids=\"" . implode(',', $media['gallery']) . "\"]" : gallery($media['gallery']);
    }
    foreach ($media['attachment'] ?? [] as $id) {
        $source = wp_get_attachment_url($id);
        $name = get_the_title($id);
        $text .= $story['classic'] ? "\n\n<a href=\"" . get_attachment_link($id) . "\">$name</a>"
            : "\n\n<!-- wp:file {\"id\":$id,\"href\":\"$source\"} -->\n<div class=\"wp-block-file\"><a href=\"$source\">$name</a><a href=\"$source\" class=\"wp-block-file__button wp-element-button\" download>Download</a></div>\n<!-- /wp:file -->";
    }
    return $text;
}

function gallery(array $ids): string {
    $pictures = '';
    foreach ($ids as $id) {
        $source = wp_get_attachment_image_url($id, 'large');
        $link = get_attachment_link($id);
        $pictures .= "<!-- wp:image {\"id\":$id,\"linkDestination\":\"attachment\"} -->\n<figure class=\"wp-block-image\"><a href=\"$link\"><img src=\"$source\" alt=\"\" class=\"wp-image-$id\"/></a></figure>\n<!-- /wp:image -->\n";
    }
    return "\n\n<!-- wp:gallery {\"linkTo\":\"attachment\"} -->\n<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">$pictures</figure>\n<!-- /wp:gallery -->";
}

function author(string $name): int {
    $login = sanitize_user(strtolower(str_replace([' ', "'", '-'], '', remove_accents($name))), true);
    $known = get_user_by('login', $login);
    if ($known && is_multisite()) {
        add_user_to_blog(get_current_blog_id(), $known->ID, 'author');
    }
    return $known ? $known->ID : wp_insert_user(['user_login' => $login, 'user_pass' => 'not-a-secret', 'display_name' => $name,
        'user_nicename' => sanitize_title($name), 'role' => 'author', 'user_email' => "$login@paper.example",
        'description' => "Writes for the paper."]);
}

function category(string $name): int {
    $known = term_exists($name, 'category');
    return (int) ($known ? $known['term_id'] : wp_insert_term($name, 'category')['term_id']);
}

function attach(array $file, int $story): int {
    $kept = wp_upload_bits($file['name'], null, base64_decode($file['base64']));
    $id = wp_insert_attachment(['post_mime_type' => $file['type'], 'post_title' => $file['title'], 'post_status' => 'inherit',
        'post_author' => get_post($story)->post_author, 'post_excerpt' => $file['caption'] ?? ''], $kept['file'], $story);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $kept['file']));
    return $id;
}
