<?php
/** For php -S: files as they are, everything else to SPIP. */
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
if (is_file($file) && !str_starts_with($path, '/config/') && !str_starts_with($path, '/tmp/')) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/spip.php';
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/spip.php';
if ($path === '/sitemap.xml' || $path === '/robots.txt') {
    $_GET['page'] = $_REQUEST['page'] = ltrim($path, '/');
}
require $_SERVER['DOCUMENT_ROOT'] . '/spip.php';
