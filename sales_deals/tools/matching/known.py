"""Mail providers, hosts and addresses shared by many; no ORM."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Mail providers where anybody can have an address.
PUBLIC_PROVIDERS = _set("""
    gmail.com googlemail.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net gmx.at gmx.ch
    web.de mail.com mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net
    i.ua meta.ua protonmail.com proton.me pm.me tutanota.com tuta.io fastmail.com zoho.com hey.com
    msn.com ymail.com rocketmail.com comcast.net verizon.net att.net sbcglobal.net btinternet.com
    t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it
    tiscali.it alice.it seznam.cz email.cz centrum.cz centrum.sk azet.sk atlas.cz abv.bg
    freemail.hu citromail.hu inbox.lv qq.com 163.com 126.com naver.com rediffmail.com
    wp.pl onet.pl onet.eu onet.com.pl op.pl poczta.onet.pl vp.pl o2.pl tlen.pl go2.pl interia.pl
    interia.eu interia.com poczta.fm intmail.pl gazeta.pl autograf.pl buziaczek.pl amorki.pl
    spoko.pl opoczta.pl neostrada.pl poczta.pl gery.pl home.pl vip.onet.pl poczta.wp.pl
    chmail.ir mihanmail.ir mailfa.com mailfa.org vatanmail.ir rayana.ir iran.ir post.ir parsimail.ir
    yahoo.ir email.ir irmail.org
    mailinator.com yopmail.com guerrillamail.com 10minutemail.com temp-mail.org
""")
#: Providers with a domain for each country: yahoo.co.uk, live.nl.
FAMILIES = _set('yahoo hotmail outlook live windowslive')
#: Second labels of such domains.
SECOND_LEVEL = _set('co com')
#: Local parts of addresses of an office, not a person.
ROLES = _set("""
    info biuro kontakt contact office mail email poczta sekretariat sales sprzedaz handlowy handel
    hello hi admin administrator support pomoc serwis service help zamowienia orders order
    marketing hr rekrutacja kadry praca jobs ksiegowosc faktury invoice invoices billing accounting
    finance recepcja reception firma company shop sklep zakupy purchasing webmaster postmaster
    noreply no-reply donotreply oferty oferta zapytania dyrekcja team buchhaltung vertrieb
""")
#: Hosts with pages of many companies, identified by the path.
SHARED_HOSTS = _set("""
    facebook.com fb.com fb.me instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com
    pinterest.com t.me telegram.me wa.me github.com medium.com vk.com xing.com goldenline.pl
    google.com goo.gl bit.ly g.page linktr.ee sites.google.com business.site booking.com etsy.com
    ebay.com ebay.de amazon.com amazon.pl amazon.de allegro.pl olx.pl otomoto.pl otodom.pl
    oferteo.pl fixly.pl panoramafirm.pl pkt.pl znanylekarz.pl booksy.com ceneo.pl gumtree.pl
    useme.com aparat.com divar.ir sheypoor.com torob.com basalam.com digikala.com rubika.ir
    eitaa.com ble.ir virgool.io irantalent.com jobinja.ir jobvision.ir balad.ir neshan.org
    wikipedia.org
""")
#: First parts of paths that only name the kind of the page.
KINDS_OF_PAGES = _set("""
    company in pages people p pg user users uzytkownik channel c profile pub store stores shop
    sklep sprzedawca seller usr groups oferta biz firma str
""")
#: First parts of paths that identify no company.
PAGES_OF_NOBODY = _set("""
    profile.php sharer.php index.php index.html home.php login share watch search maps home feed
    reel explore hashtag help about url
""")
