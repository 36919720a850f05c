"""Words of headers: names of columns, and what else stands beside them.

In English, Persian, Polish, German and French, in the form of ``fold``.
"""

CODE, NAME, QUANTITY, PRICE, COST = COLUMNS = ('code', 'name', 'quantity', 'price', 'cost')
#: Prices of which the header, or the user, says that they are without or with tax.
NET, GROSS = 'price_net', 'price_gross'

NAMES = {
    CODE: (
        'code, product code, item code, product, item, sku, ref, reference, internal reference, '
        'barcode, ean, ean13, gtin, part number, article, item no, item no., item number, upc, '
        'کد, کد کالا, کد محصول, کالا, محصول, شناسه, شناسه کالا, بارکد, مرجع داخلی, '
        'kod, kod produktu, kod towaru, produkt, towar, indeks, symbol, kod kreskowy, '
        'nr katalogowy, numer katalogowy, referencja, '
        'artikelnummer, artikel-nr., artikel-nr, artikelnr., artikelnr, art.-nr., art-nr., '
        'art. nr., '
        'artikel, bestellnummer, '
        'référence, réf., réf, code article, code produit, article, produit'
    ),
    NAME: (
        'name, product name, item name, description, title, '
        'نام, نام کالا, نام محصول, عنوان, شرح, شرح کالا, توضیحات, '
        'nazwa, nazwa produktu, nazwa towaru, opis, '
        'bezeichnung, artikelbezeichnung, beschreibung, '
        'désignation, libellé, nom, nom du produit'
    ),
    QUANTITY: (
        'quantity, qty, qty., pcs, pieces, units, order quantity, order qty, '
        'تعداد, مقدار, '
        'ilość, ilosc, szt, szt., sztuk, sztuki, liczba, '
        'menge, anzahl, stück, stückzahl, stk, stk., bestellmenge, '
        'quantité, qté, qte, qté., nombre'
    ),
    PRICE: (
        'price, unit price, price per unit, sales price, selling price, '
        'قیمت, قیمت واحد, بها, فی, نرخ, قیمت فروش, مبلغ واحد, '
        'cena, cena jednostkowa, cena sprzedaży, cena jedn., cena jedn, cena j., cena za szt., '
        'preis, einzelpreis, stückpreis, preis pro stück, preis/stk., preis je stück, '
        'verkaufspreis, vk, vk-preis, e-preis, '
        'prix, prix unitaire, prix de vente, p.u., pu, prix unit.'
    ),
    NET: 'nettopreis, netto-preis, netto-einzelpreis, puht, netto, net, بهای خالص',
    GROSS: 'bruttopreis, brutto-preis, brutto-einzelpreis, putc, puttc, brutto, gross',
    COST: (
        'cost, unit cost, cost price, purchase price, '
        'بهای تمام شده, قیمت تمام شده, هزینه, قیمت خرید, بهای خرید, '
        'koszt, koszt jednostkowy, cena zakupu, koszt zakupu, '
        'kosten, einkaufspreis, ek, ek-preis, einstandspreis, '
        "coût, coût unitaire, prix d'achat, prix de revient"
    ),
}

#: What says that prices are without or with tax; the longer ones first.
TAXES = {
    NET: (
        'net of tax, net of vat, excluding tax, excluding vat, excl. tax, excl. vat, excl tax, '
        'excl vat, ex. vat, ex vat, ex tax, excl. gst, w/o vat, w/o tax, without vat, without tax, '
        'vat excluded, tax excluded, plus vat, net, netto, bez vat, bez podatku, '
        'exkl. mwst., exkl. mwst, exkl mwst, zzgl. mwst., zzgl. mwst, ohne mwst., ohne mwst, '
        'exkl. ust., exkl. ust, ohne ust., hors taxes, hors taxe, hors tva, h.t., ht, hors-taxe, '
        'بدون مالیات, بدون ارزش افزوده, بدون مالیات بر ارزش افزوده, خالص'
    ),
    GROSS: (
        'including tax, including vat, including taxes, incl. tax, incl. vat, incl. taxes, '
        'incl tax, '
        'incl vat, inc. vat, inc vat, inc. tax, incl. gst, inc gst, w/ vat, w/ tax, with vat, '
        'with tax, vat included, tax included, vat incl., tax incl., gross, brutto, '
        'z vat, z podatkiem, z podatkiem vat, '
        'inkl. mwst., inkl. mwst, inkl mwst, mit mwst., mit mwst, inkl. ust., inkl. ust, '
        'toutes taxes comprises, t.t.c., ttc, tva comprise, tva incluse, '
        'با مالیات, با ارزش افزوده, با مالیات بر ارزش افزوده, با احتساب مالیات, ناخالص'
    ),
}

#: Units, and words that make of a price that of one unit: they change nothing.
UNITS = (
    'pc, pc., pcs, pcs., piece, pieces, unit, units, ea, ea., each, item, per, 1, one, a, '
    'szt, szt., sztuk, sztuka, sztuki, sztukę, za, kg, g, l, m, m2, m3, m², m³, mb, mm, cm, h, '
    'kpl, kpl., '
    'stk, stk., st., st, stück, einheit, pro, je, ein, paar, '
    "pièce, pièces, p., u, u., unité, par, à, l'unité, la, "
    'عدد, دانه, واحد, هر, کیلو, کیلوگرم, متر, برای'
)
#: Words that tell nothing, beside a currency: "in EUR", "w zł".
FILLERS = 'in, w, به, from, z, en, von, aus, von, de, dla, currency, waluta, währung, devise, ارز'
#: What a quantity is when it is that of the order.
ORDERED = (
    'ordered, order, required, needed, to order, requested, zamówiona, zamówienie, zamówione, '
    'do zamówienia, bestellt, bestellung, commandée, commandé, commande, سفارش, سفارش شده, '
    'درخواستی'
)
#: Codes of currencies, without those that are words of headers, and signs of several.
CURRENCY_CODES = (
    'aed, afn, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd, bnd, bob, '
    'brl, bsd, btn, bwp, byn, bzd, cad, cdf, chf, clp, cny, cop, crc, cup, cve, czk, djf, dkk, '
    'dop, dzd, egp, ern, etb, eur, fjd, fkp, gbp, gel, ghs, gip, gmd, gnf, gtq, gyd, hkd, hnl, '
    'htg, huf, idr, ils, inr, iqd, irr, irt, isk, jmd, jod, jpy, kes, kgs, khr, kmf, kpw, krw, '
    'kwd, kyd, kzt, lak, lbp, lkr, lrd, lsl, lyd, mad, mdl, mga, mkd, mmk, mnt, mop, mru, mur, '
    'mvr, mwk, mxn, myr, mzn, nad, ngn, nio, nok, npr, nzd, omr, pab, pen, pgk, php, pkr, pln, '
    'pyg, qar, ron, rsd, rub, rwf, sar, sbd, scr, sdg, sek, sgd, shp, sle, sos, srd, ssp, stn, '
    'svc, syp, szl, thb, tjs, tmt, tnd, try, ttd, twd, tzs, uah, ugx, usd, uyu, uzs, ves, vnd, '
    'vuv, wst, xaf, xcd, xof, xpf, yer, zar, zmw, kr, kr., ft, lei, rs, rs., rp, din, din., r$'
)
