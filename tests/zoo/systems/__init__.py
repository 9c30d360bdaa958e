"""Every publishing system of the zoo."""

from __future__ import annotations

from collections.abc import Sequence

from tests.zoo.site import System
from tests.zoo.systems.ablog import ABlog
from tests.zoo.systems.astro import Astro
from tests.zoo.systems.blag import Blag
from tests.zoo.systems.blaze import Blaze
from tests.zoo.systems.chirpy import Chirpy
from tests.zoo.systems.crx import Crx
from tests.zoo.systems.django_apps import DjangoApps
from tests.zoo.systems.docusaurus import Docusaurus
from tests.zoo.systems.eleventy import Eleventy
from tests.zoo.systems.gatsby import Gatsby
from tests.zoo.systems.ghost import Ghost
from tests.zoo.systems.hexo import Hexo
from tests.zoo.systems.hugo import Hugo
from tests.zoo.systems.ikiwiki import Ikiwiki
from tests.zoo.systems.jekyll import Jekyll
from tests.zoo.systems.lektor import Lektor
from tests.zoo.systems.marmite import Marmite
from tests.zoo.systems.mezzanine import Mezzanine
from tests.zoo.systems.mkdocs import MkDocs
from tests.zoo.systems.nextjs import NextJs
from tests.zoo.systems.nextra import Nextra
from tests.zoo.systems.nikola import Nikola
from tests.zoo.systems.nuxt import Nuxt
from tests.zoo.systems.pelican import Pelican
from tests.zoo.systems.plone import Plone
from tests.zoo.systems.reco import Reco
from tests.zoo.systems.simple_blog import SimpleBlog
from tests.zoo.systems.spip import Spip
from tests.zoo.systems.starlight import Starlight
from tests.zoo.systems.staticsite import Staticsite
from tests.zoo.systems.vitepress import VitePress
from tests.zoo.systems.vuepress import VuePress
from tests.zoo.systems.wintersmith import Wintersmith
from tests.zoo.systems.wordpress import WordPress

SYSTEMS: Sequence[System] = (
    WordPress(), Jekyll(), Hexo(), Pelican(), Nikola(), MkDocs(), Hugo(), Eleventy(), Docusaurus(), Crx(), Spip(), Ghost(),
    ABlog(), Plone(), Starlight(), Lektor(), Chirpy(), Ikiwiki(), Staticsite(), Mezzanine(),
    NextJs(), Nextra(), Astro(), VuePress(), Gatsby(), Nuxt(), Wintersmith(), VitePress(),
    Blag(), DjangoApps(), Marmite(), SimpleBlog(), Reco(), Blaze(),
)  # fmt: skip
