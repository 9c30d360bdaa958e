<?php
/**
 * Makes a SPIP site what a JSON file says: php fill.php SITE.json, in the site's folder.
 *
 * The first time it makes the tables and the settings; each time it puts in, edits or deletes stories, through SPIP's own
 * functions. It prints {"story key": "address"}.
 */

$wanted = json_decode(file_get_contents($argv[1]), true);
$_SERVER['HTTP_HOST'] = parse_url($wanted['url'], PHP_URL_HOST) . ':' . parse_url($wanted['url'], PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/spip.php';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
error_reporting(E_ALL & ~E_NOTICE & ~E_WARNING & ~E_DEPRECATED);
if (!empty($wanted['install'])) {
    define('_ECRIRE_INSTALL', '1');
    define('_FILE_CONNECT', 'config/connect.php'); // to be written below
}
require getcwd() . '/vendor/autoload.php';
require getcwd() . '/ecrire/inc_version.php';
include_spip('base/abstract_sql');
include_spip('inc/meta');

if (!empty($wanted['install'])) {
    include_spip('base/create');
    include_spip('base/connect_sql');
    $functions = 'spip_sqlite3_functions_' . $GLOBALS['spip_sql_version'];
    $connection = spip_connect_db('', '', '', '', 'spip', 'sqlite3', 'spip', '', 'utf8');
    $GLOBALS['connexions'][0] = $connection + [$GLOBALS['spip_sql_version'] => $GLOBALS[$functions]];
    creer_base();
    file_put_contents('config/connect.php', $wanted['connect']);
    ecrire_meta('version_installee', $GLOBALS['spip_version_base'], 'non');
    ecrire_meta('nouvelle_install', '1', 'non');
    ecrire_meta('charset', 'utf-8');
    $config = charger_fonction('config', 'inc');
    $config();
    foreach ($wanted['settings'] as $name => $value) {
        ecrire_meta($name, $value);
    }
    include_spip('inc/plugin');
    actualise_plugins_actifs();
    exit(0);
}

include_spip('inc/plugin');
actualise_plugins_actifs();
include_spip('inc/autoriser');
include_spip('action/editer_objet');
include_spip('inc/urls');
$GLOBALS['visiteur_session'] = ['id_auteur' => 1, 'statut' => '0minirezo', 'webmestre' => 'oui'];
$addresses = [];
foreach ($wanted['stories'] as $story) {
    $id = put_story($story);
    $addresses[$story['key']] = generer_objet_url($id, 'article', '', '', true);
}
foreach ($wanted['deleted'] as $key) {
    $id = known($key);
    sql_updateq('spip_articles', ['statut' => 'poubelle'], 'id_article=' . intval($id));
}
include_spip('inc/invalideur');
purger_repertoire(_DIR_CACHE);
echo json_encode($addresses);

function known(string $key): int {
    return (int) sql_getfetsel('id_article', 'spip_articles', 'nom_site=' . sql_quote($key));
}

function put_story(array $story): int {
    $id = known($story['key']);
    $rubrique = section($story['category']);
    if ($id && !$story['edited']) {
        return $id;
    }
    $row = ['titre' => $story['title'], 'texte' => $story['text'], 'lang' => $story['language'], 'langue_choisie' => 'oui',
        'statut' => 'publie', 'date' => $story['local'], 'date_modif' => $story['local'], 'id_rubrique' => $rubrique,
        'id_secteur' => $rubrique, 'nom_site' => $story['key'], 'accepter_forum' => 'pos', 'maj' => $story['local']];
    if ($id) {
        $row['date_modif'] = $row['maj'] = date('Y-m-d H:i:s');
        sql_updateq('spip_articles', $row, "id_article=$id");
        return $id;
    }
    $id = sql_insertq('spip_articles', $row);
    foreach ($story['authors'] as $name) {
        sql_insertq('spip_auteurs_liens', ['id_auteur' => author($name), 'objet' => 'article', 'id_objet' => $id]);
    }
    foreach ($story['tags'] as $tag) {
        sql_insertq('spip_mots_liens', ['id_mot' => keyword($tag), 'objet' => 'article', 'id_objet' => $id]);
    }
    foreach ($story['comments'] as $comment) {
        $forum = sql_insertq('spip_forum', ['objet' => 'article', 'id_objet' => $id, 'auteur' => $comment['author'], 'statut' => 'publie',
            'titre' => $story['title'], 'texte' => $comment['text'], 'date_heure' => $comment['local'], 'date_thread' => $comment['local']]);
        sql_updateq('spip_forum', ['id_thread' => $forum], "id_forum=$forum");
    }
    return $id;
}

function section(string $name): int {
    $id = sql_getfetsel('id_rubrique', 'spip_rubriques', 'titre=' . sql_quote($name));
    if (!$id) {
        $id = sql_insertq('spip_rubriques', ['titre' => $name, 'statut' => 'publie', 'date' => date('Y-m-d H:i:s'), 'lang' => 'fr', 'id_parent' => 0]);
        sql_updateq('spip_rubriques', ['id_secteur' => $id], "id_rubrique=$id");
    }
    return (int) $id;
}

function author(string $name): int {
    $id = sql_getfetsel('id_auteur', 'spip_auteurs', 'nom=' . sql_quote($name));
    return (int) ($id ?: sql_insertq('spip_auteurs', ['nom' => $name, 'statut' => '1comite', 'bio' => 'Écrit pour le journal.']));
}

function keyword(string $name): int {
    $group = sql_getfetsel('id_groupe', 'spip_groupes_mots', "titre='Sujets'")
        ?: sql_insertq('spip_groupes_mots', ['titre' => 'Sujets', 'tables_liees' => 'articles']);
    $id = sql_getfetsel('id_mot', 'spip_mots', 'titre=' . sql_quote($name));
    return (int) ($id ?: sql_insertq('spip_mots', ['titre' => $name, 'id_groupe' => $group, 'type' => 'Sujets']));
}
