"""The countries of the made-up leads: notations of numbers, legal forms, trades and cities.

Lists are written as texts with "|" between the entries, ";" between several notations of one
entry and ":" between a word and its Latin transcription.  The first entries are the usual ones.
"""

from __future__ import annotations

from typing import NamedTuple


class Land(NamedTuple):
    """What the people of one country have in common when they leave their data."""

    code: str
    share: float
    dial: str
    trunk: str
    lang: str
    tlds: str
    hosts: str
    mobiles: str
    areas: str
    forms: str
    trades: str
    fancies: str
    plain_names: str
    fronts: str
    joiner: str
    men: str
    women: str
    cities: str
    latin_forms: str = ""


_PL = Land(
    "PL",
    0.55,
    "48",
    "",
    "pl",
    "pl|com.pl|eu|com",
    "wp.pl|gmail.com|o2.pl|onet.pl|interia.pl|poczta.onet.pl|op.pl|outlook.com",
    "50:7|51:7|53:7|60:7|66:7|69:7|72:7|78:7|79:7|88:7",
    "22:7|12:7|71:7|61:7|58:7|42:7|32:7|91:7|52:7|81:7|85:7|17:7|33:7|77:7",
    "{} sp. z o.o.;{} Sp. z o. o.;{} spółka z o.o.;{} Spółka z ograniczoną odpowiedzialnością;"
    "{} SP. Z O.O.;{} sp.zo.o.;{} spzoo|{} S.A.;{} SA;{} Spółka Akcyjna|{} sp. j.;{} Sp.j.;"
    "{} spółka jawna|{} s.c.;{} S.C.;{} spółka cywilna|{} sp. k.;{} Sp. Komandytowa|{}",
    "Transport;Transp.|Budownictwo;Bud.|Meble|Okna|Instalacje;Instal.|Logistyka;Log.|Serwis"
    "|Elektro;El.|Usługi Budowlane;Usł. Bud.|Handel|Nieruchomości;Nieruch.|Hurtownia;Hurt."
    "|Ogrody|Poligrafia;Poligr.|Automatyka;Autom.|Konstrukcje Stalowe;Konstr. Stal.|Odzież"
    "|Piekarnia|Projekt|Systemy|Maszyny Rolnicze;Masz. Roln.|Ochrona|Dachy|Kancelaria",
    "Stal-Bud|Eko-Trans|Drew-Pol|Max-Bud|Pol-Mex|Term-Instal|Agro-Vita|Alfa|Omega|Jantar|Orion"
    "|Progres|Kontakt|Perfekt|Bud-Mar|Inter-Pol|Rol-Mex|Gal-Met|Euro-Dom|Vega|Delta|Bis|Tęcza",
    "Serwis Polska|Auto Centrum|Dom i Ogród|Eko Dom|Nowa Energia|Centrum Biznesu|Meble Polskie"
    "|Biuro Rachunkowe|Tani Transport|Twój Dom|Auto Serwis|Studio Reklamy|Dobre Okna",
    "PHU;P.H.U.;Przedsiębiorstwo Handlowo-Usługowe|FH;F.H.;Firma Handlowa|PPHU;P.P.H.U.;"
    "Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe|ZPU;Z.P.U.;Zakład Produkcyjno-Usługowy"
    "|FUH;F.U.H.;Firma Usługowo-Handlowa",
    "i",
    "Pan|mgr|mgr inż.|inż.|dr|dr inż.|p.",
    "Pani|mgr|mgr inż.|dr|p.",
    "Warszawa|Kraków|Wrocław|Łódź|Poznań|Gdańsk|Szczecin|Katowice|Lublin|Białystok|Rzeszów",
)
_DE = Land(
    "DE",
    0.10,
    "49",
    "0",
    "de",
    "de|com|eu|net",
    "gmx.de|web.de|t-online.de|gmail.com|gmx.net|freenet.de|outlook.de",
    "151:8|152:8|160:7|170:7|171:7|172:7|173:7|175:7|176:8|177:7|178:7|179:7",
    "30:8|40:7|89:8|69:7|221:7|211:7|711:6|351:7|341:6|511:6|7031:5|8031:5|2202:6|911:6",
    "{} GmbH;{} Gmbh;{} G.m.b.H.;{} Gesellschaft mit beschränkter Haftung;{} GMBH"
    "|{} GmbH & Co. KG;{} GmbH & Co KG;{} GmbH u. Co. KG;{} GmbH+Co.KG|{} AG;{} Aktiengesellschaft"
    "|{} e.K.;{} eK;{} e. Kfm.|{} UG (haftungsbeschränkt);{} UG|{} KG|{} GbR;{} G.b.R.|{}",
    "Maschinenbau;Masch.-Bau|Bau|Logistik|Elektrotechnik;Elektrotechn.|Bedachungen;Bedach."
    "|Metallbau|Möbel|Fenster|Sanitär|Heizungsbau;Hzg.-Bau|Anlagenbau|Immobilien;Immo.|Garten- und"
    " Landschaftsbau;GaLaBau|Druckerei|Spedition;Sped.|Schreinerei|Software|Großhandel;Großhdl."
    "|Werkzeugbau|Medizintechnik;Med.-Technik|Steuerberatung|Fahrzeugtechnik;Fzg.-Technik",
    "Alpina|Nordwerk|Bauhof|Rheinland|Novatec|Elbe|Isar|Spree|Hansa|Merkur|Phönix|Löwen|Süd",
    "Bau Service|Haus und Garten|Auto Center|Technik Service|IT Solutions|Die Küche|Mein Bad",
    "Autohaus|Schreinerei|Malerbetrieb;Malerbetr.|Ingenieurbüro;Ing.-Büro|Gebrüder;Gebr."
    "|Zimmerei|Architekturbüro;Arch.-Büro",
    "und",
    "Herr|Dr.|Dipl.-Ing.|Herr Dr.|Hr.|Prof. Dr.",
    "Frau|Dr.|Dipl.-Ing.|Frau Dr.|Fr.",
    "Berlin|Hamburg|München|Köln|Frankfurt am Main|Stuttgart|Düsseldorf|Leipzig|Nürnberg|Dresden",
)
_AT = Land(
    "AT",
    0.03,
    "43",
    "0",
    "de",
    "at|com|co.at",
    "gmx.at|gmail.com|aon.at|chello.at|outlook.com",
    "650:7|660:7|664:7|676:7|699:8",
    "1:7|316:6|662:6|732:6|512:6|463:5|2742:5",
    "{} GmbH;{} Ges.m.b.H.;{} GesmbH;{} Gesellschaft m.b.H.|{} KG|{} e.U.;{} eU|{} OG|{} AG|{}",
    _DE.trades,
    "Alpen|Donau|Tauern|Edelweiß|Austria|Vindobona|Styria|Enzian",
    "Bau Service|Tischlerei Plus|Haus Technik|Alpen Holz",
    "Tischlerei|Installateur|Baumeister;Bmstr.|Zimmerei|Gebrüder;Gebr.",
    "und",
    "Herr|Mag.|DI|Ing.|Dr.|Hr.",
    "Frau|Mag.|DI|Dr.",
    "Wien|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Wels|St. Pölten",
)
_CH = Land(
    "CH",
    0.02,
    "41",
    "0",
    "de",
    "ch|com|swiss",
    "bluewin.ch|gmail.com|gmx.ch|hispeed.ch",
    "76:7|77:7|78:7|79:7",
    "44:7|43:7|31:7|61:7|22:7|21:7|41:7|71:7|91:7",
    "{} AG;{} SA;{} Aktiengesellschaft|{} GmbH;{} Sàrl|{} & Co.;{} + Co|{}",
    _DE.trades,
    "Helvetia|Säntis|Rigi|Pilatus|Limmat|Aare|Jura|Swiss",
    "Haus Technik|Swiss Service|Holz Bau",
    "Schreinerei|Garage|Gebrüder;Gebr.|Ingenieurbüro",
    "und",
    "Herr|Dr.",
    "Frau|Dr.",
    "Zürich|Genf|Basel|Bern|Lausanne|Winterthur|Luzern|St. Gallen",
)
_GB = Land(
    "GB",
    0.04,
    "44",
    "0",
    "en",
    "co.uk|com|uk|org.uk",
    "gmail.com|hotmail.co.uk|btinternet.com|yahoo.co.uk|outlook.com|icloud.com",
    "7400:6|7700:6|7712:6|7800:6|7855:6|7911:6",
    "20:8|121:7|161:7|113:7|141:7|1223:6|1865:6",
    "{} Ltd;{} Ltd.;{} Limited;{} LTD|{} plc;{} PLC|{} LLP|{}",
    "Builders;Bldrs|Logistics|Engineering;Eng.|Joinery|Roofing|Consulting|Plumbing|Interiors"
    "|Windows|Electrical;Elec.|Transport|Construction;Constr.|Services;Svcs|Motors|Foods|Systems",
    "Albion|Crown|Northgate|Oakwood|Riverside|Thames|Redwood|Kestrel|Summit|Apex|Premier|Atlas",
    "Home Improvements|Office Solutions|Premier Services|The Window Company|City Cars",
    "J & M|Brothers;Bros",
    "and",
    "Mr|Dr|Mr.|Prof.",
    "Mrs|Ms|Miss|Dr|Mrs.",
    "London|Birmingham|Manchester|Leeds|Glasgow|Liverpool|Bristol|Sheffield|Cardiff|Edinburgh",
)
_IE = _GB._replace(
    code="IE",
    share=0.01,
    dial="353",
    tlds="ie|com",
    hosts="gmail.com|eircom.net|hotmail.com",
    mobiles="83:7|85:7|86:7|87:7|89:7",
    areas="1:7|21:7|61:6|91:6|51:6",
    forms="{} Ltd;{} Limited;{} Teo|{} DAC;{} Designated Activity Company|{} plc|{}",
    fancies="Shannon|Celtic|Emerald|Liffey|Claddagh|Tara|Atlantic|Boyne",
    cities="Dublin|Cork|Galway|Limerick|Waterford|Drogheda|Kilkenny|Sligo",
)
_US = _GB._replace(
    code="US",
    share=0.03,
    dial="1",
    trunk="",
    tlds="com|net|us|biz",
    hosts="gmail.com|yahoo.com|hotmail.com|aol.com|icloud.com|outlook.com",
    mobiles="",
    areas="212:7|310:7|312:7|415:7|617:7|713:7|206:7|305:7|404:7|602:7|720:7|503:7",
    forms="{} Inc.;{} Inc;{}, Inc.;{} Incorporated|{} LLC;{} L.L.C.;{}, LLC|{} Corp.;{} Corp;"
    "{} Corporation|{} Co.;{} Company|{}",
    fancies="Liberty|Pacific|Lone Star|Eagle|Midwest|Blue Ridge|Pioneer|Summit|Redstone|Acme",
    cities="New York|Los Angeles|Chicago|Houston|Phoenix|Boston|Seattle|Denver|Miami|Atlanta",
)
_FR = Land(
    "FR",
    0.03,
    "33",
    "0",
    "fr",
    "fr|com|eu",
    "orange.fr|gmail.com|free.fr|wanadoo.fr|hotmail.fr|laposte.net",
    "6:8|7:8",
    "1:8|2:8|3:8|4:8|5:8",
    "{} SARL;SARL {};{} S.A.R.L.|{} SAS;SAS {};{} S.A.S.|{} SA;{} S.A.|{} EURL;EURL {}"
    "|{} SCI;SCI {}"
    "|{}",
    "Transports;Transp.|Menuiserie;Men.|Bâtiment;Bât.|Électricité;Élec.|Plomberie|Services"
    "|Conseil|Immobilier;Immo|Couverture|Fenêtres|Logistique|Industrie|Mécanique;Méca.|Énergie",
    "Soleil|Lumière|Océan|Azur|Étoile|Armor|Alizé|Horizon|Hélios|Provence|Savoie",
    "Maison et Jardin|Auto Service|Habitat Conseil|Espace Bois",
    "Ets;Établissements;Etablissements|Entreprise|Cabinet",
    "et",
    "M.|Monsieur|Dr",
    "Mme|Madame|Mlle",
    "Paris|Lyon|Marseille|Toulouse|Nice|Nantes|Strasbourg|Bordeaux|Lille|Orléans",
)
_IT = Land(
    "IT",
    0.03,
    "39",
    "",
    "it",
    "it|com|eu",
    "libero.it|gmail.com|alice.it|tiscali.it|pec.it",
    "320:7|328:7|333:7|338:7|347:7|349:7|366:7|392:7",
    "02:8|06:8|011:7|051:6|055:6|045:7|081:7",
    "{} S.r.l.;{} SRL;{} srl;{} S.R.L.;{} Società a responsabilità limitata|{} S.p.A.;{} SpA;{} SPA"
    "|{} S.n.c.;{} snc;{} SNC|{} S.a.s.;{} sas|{}",
    "Costruzioni;Costr.|Trasporti;Trasp."
    "|Arredamenti"
    ";Arr.|Impianti;Imp.|Serramenti;Serr.|Servizi|Edilizia;Edil.|Meccanica;Mecc.|Immobiliare;Immob."
    "|Logistica|Elettronica|Alimentari|Infissi",
    "Adriatica|Lombarda|Veneta|Aurora|Stella|Etruria|Italica|Futura|Idea|Nova|Ferrea",
    "Casa e Giardino|Auto Service|Studio Tecnico|Nuova Edilizia",
    "Ditta|F.lli;Fratelli|Studio|Impresa",
    "e",
    "Sig.|Ing.|Dott.|Geom.|Arch.|Avv.",
    "Sig.ra|Dott.ssa|Ing.|Arch.|Avv.",
    "Milano|Roma|Torino|Napoli|Bologna|Firenze|Verona|Padova",
)
_ES = Land(
    "ES",
    0.02,
    "34",
    "",
    "es",
    "es|com|eu",
    "gmail.com|hotmail.com|telefonica.net|yahoo.es",
    "60:7|61:7|63:7|65:7|66:7|69:7",
    "91:7|93:7|96:7|95:7|94:7|976:6",
    "{} S.L.;{} SL;{} Sociedad Limitada;{}, S.L.|{} S.A.;{} SA;{} Sociedad Anónima|{} S.L.U.;{} SLU"
    "|{} S. Coop.|{}",
    "Construcciones;Constr.|Transportes;Transp.|Instalaciones;Inst.|Muebles"
    "|Servicios;Serv.|Ventanas|Reformas|Logística|Ingeniería;Ing.|Climatización;Clima|Energía",
    "Levante|Ibérica|Mediterráneo|Sol|Hispania|Cantábrico|Nuevo|Atlántico",
    "Casa y Jardín|Auto Taller|Reformas Integrales|Grupo Norte",
    "Talleres|Hermanos;Hnos.|Grupo",
    "y",
    "Sr.|D.|Don|Sr. D.",
    "Sra.|Dña.|Doña|Sra. Dña.",
    "Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Bilbao|Murcia",
)
_NL = Land(
    "NL",
    0.02,
    "31",
    "0",
    "nl",
    "nl|com|eu",
    "gmail.com|ziggo.nl|kpnmail.nl|hotmail.com|planet.nl",
    "61:7|62:7|64:7|65:7",
    "20:7|10:7|30:7|70:7|40:7|50:7|570:6|255:6",
    "{} B.V.;{} BV;{} b.v.|{} N.V.;{} NV|{} V.O.F.;{} VOF|{}",
    "Bouw|Transport|Installatie"
    ";Inst.|Techniek;Techn.|Timmerwerken|Kozijnen|Logistiek|Advies|Schilderwerken|Dakbedekking"
    "|Hoveniers|Groothandel|Elektra|Machines",
    "Oranje|Delta|Noordzee|Amstel|Holland|Maas|Polder",
    "Huis en Tuin|Bouw Service|Auto Centrum|Kantoor Totaal",
    "Aannemersbedrijf;Aannemersbedr.|Bouwbedrijf|Gebroeders;Gebr.",
    "en",
    "Dhr.|De heer|Ing.|Drs.|Ir.",
    "Mevr.|Mevrouw|Mw.|Drs.",
    "Amsterdam|Rotterdam|Den Haag|Utrecht|Eindhoven|Groningen|Tilburg|Breda",
)
_CZ = Land(
    "CZ",
    0.03,
    "420",
    "",
    "cs",
    "cz|com|eu",
    "seznam.cz|gmail.com|email.cz|centrum.cz|volny.cz",
    "601:6|602:6|603:6|604:6|605:6|606:6|607:6|608:6|720:6|724:6|731:6|775:6|777:6",
    "2:8|53:7|59:7|37:7|38:7|48:7|49:7",
    "{} s.r.o.;{} s. r. o.;{}, s.r.o.;{} spol. s r.o.;{} SRO"
    "|{} a.s.;{} a. s.;{}, a.s.|{} v.o.s.|{} k.s.|{}",
    "Stavby|Doprava|Nábytek|Okna|Elektro|Servis"
    "|Strojírna;Stroj.|Stavebniny;Staveb.|Reality|Topení|Střechy|Logistika|Zámečnictví;Zám.|Tisk",
    "Morava|Vltava|Bohemia|Šumava|Beskyd|Hradec|Lípa|Unimex|Agro",
    "Dům a zahrada|Auto Centrum|Stavby Morava|Okna Levně",
    "Autoservis|Stavební firma;Stav. firma|Truhlářství",
    "a",
    "Ing.|Mgr.|pan|p.|Bc.",
    "paní|Ing.|Mgr.|Bc.",
    "Praha|Brno|Ostrava|Plzeň|Liberec|Olomouc|Zlín",
)
_UA = Land(
    "UA",
    0.03,
    "380",
    "0",
    "uk",
    "ua|com.ua|in.ua|com",
    "ukr.net|gmail.com|i.ua|meta.ua|yahoo.com",
    "50:7|63:7|66:7|67:7|68:7|93:7|95:7|96:7|97:7|98:7",
    "44:7|32:7|48:7|57:7|56:7|61:7",
    "ТОВ «{}»;ТОВ \"{}\";ТОВ {};{} ТОВ;Товариство з обмеженою відповідальністю «{}»"
    "|ФОП {};Фізична особа-підприємець {}|ПП «{}»;ПП {};Приватне підприємство «{}»"
    "|ПрАТ «{}»;ПАТ «{}»|{}",
    "Буд|Транс|Логістика|Сервіс|Меблі|Вікна|Торг|Агро|Метал|Електро|Проект|Техніка|Енергія",
    "Альфа|Дніпро|Карпати|Світанок|Промінь|Україна|Зоря|Каштан|Гарант|Престиж"
    "|Еталон|Оріон|Лідер|Нова",
    "Сервіс Плюс|Нова Хата|Авто Центр|Твій Дім",
    "Фірма|Агрофірма",
    "та",
    "пан|п.|інж.",
    "пані|п.",
    "Київ|Львів|Харків|Одеса|Дніпро|Запоріжжя|Вінниця|Тернопіль",
    "{} LLC;TOV {};{} Ltd;LLC {}|FOP {};{} FOP|PP {};{} PE|{} JSC;PrAT {}|{}",
)
_IR = Land(
    "IR",
    0.02,
    "98",
    "0",
    "fa",
    "ir|com|co.ir",
    "gmail.com|yahoo.com|chmail.ir|outlook.com",
    "912:7|913:7|914:7|915:7|917:7|919:7|935:7|936:7|937:7|939:7",
    "21:8|31:8|51:8|71:8|41:8|26:8",
    "شرکت {};شرکت {} (سهامی خاص);{};ش. {}|شرکت {} با مسئولیت محدود;شرکت {} (بامسئولیت محدود);{}"
    "|گروه {};گروه صنعتی {};{}|{}",
    "ساختمان:Sakhteman|صنعت:Sanat|تجارت:Tejarat|پنجره:Panjereh|فولاد:Foolad|حمل و نقل:Haml o Naghl"
    "|نرم‌افزار:Narmafzar|ماشین‌سازی:Mashinsazi|لوله‌سازی:Loolehsazi|انرژی:Energy|چوب:Choob"
    "|شیمی:Shimi|پلاستیک:Plastic|کشاورزی:Keshavarzi|خدمات فنی:Khadamat Fanni",
    "پارس:Pars|ایران:Iran|آریا:Arya|کیمیا:Kimia|البرز:Alborz|دماوند:Damavand|پیشگام:Pishgam"
    "|نوین:Novin|مهر:Mehr|آسیا:Asia|سپهر:Sepehr|کاوه:Kaveh|زاگرس:Zagros|کیان:Kian|یکتا:Yekta"
    "|پویا:Pouya|آفتاب:Aftab|کارون:Karoon|خاورمیانه:Khavarmianeh|پارسیان:Parsian|تابان:Taban",
    "خانه‌سازان:Khanehsazan|خدمات ایران:Khadamat Iran",
    "بازرگانی:Bazargani|کارخانه:Karkhaneh",
    "و",
    "آقای|مهندس|دکتر|جناب آقای",
    "خانم|مهندس|دکتر|سرکار خانم",
    "تهران:Tehran|اصفهان:Isfahan|مشهد:Mashhad|شیراز:Shiraz|تبریز:Tabriz|کرج:Karaj|اهواز:Ahvaz",
    "{} Co.;{} Company;{} Co|{} Co. Ltd;{} Ltd|{} Group|{}",
)
_AE = Land(
    "AE",
    0.015,
    "971",
    "0",
    "ar",
    "ae|com|co.ae",
    "gmail.com|hotmail.com|yahoo.com|eim.ae",
    "50:7|52:7|54:7|55:7|56:7|58:7",
    "4:7|2:7|6:7|7:7",
    "{} ذ.م.م;{} ذ.م.م.;شركة {} ذ م م;{} (ذ.م.م)|{} م.م.ح;{} منطقة حرة|مؤسسة {};{}|{}",
    "للتجارة:Trading|للمقاولات:Contracting|للنقل:Transport|للألمنيوم:Aluminium|العقارية:Real Estate"
    "|للخدمات الفنية:Technical Services|للأثاث:Furniture|للإلكترونيات:Electronics"
    "|للصيانة:Maintenance"
    "|للشحن:Cargo|للديكور:Decor",
    "الخليج:Al Khaleej|النور:Al Noor|الإمارات:Emirates|الصحراء:Al Sahra|الفجر:Al Fajr|الأمل:Al Amal"
    "|النجم:Al Najm|الواحة:Al Waha|الشرق:Al Sharq|المدينة:Al Madina|الريان:Al Rayan"
    "|اللؤلؤة:Al Luluah",
    "الخدمات العامة:General Services",
    "مجموعة:Group|مصنع:Factory",
    "و",
    "السيد|م.|د.|أ.",
    "السيدة|م.|د.|أ.",
    "دبي:Dubai|أبوظبي:Abu Dhabi|الشارقة:Sharjah|عجمان:Ajman|رأس الخيمة:Ras Al Khaimah",
    "{} LLC;{} L.L.C.;{} L.L.C|{} FZE;{} FZ-LLC;{} FZCO|{} Est.;{} Establishment|{}",
)
_TR = Land(
    "TR",
    0.015,
    "90",
    "0",
    "tr",
    "com.tr|com|net",
    "gmail.com|hotmail.com|yahoo.com.tr|mynet.com",
    "532:7|533:7|535:7|542:7|543:7|544:7|505:7|506:7|555:7",
    "212:7|216:7|312:7|232:7|224:7|322:7",
    "{} Ltd. Şti.;{} Ltd. Sti.;{} Limited Şirketi;{} LTD ŞTİ;{} San. ve Tic. Ltd. Şti."
    "|{} A.Ş.;{} AŞ;{} A.S.;{} Anonim Şirketi;{} San. ve Tic. A.Ş.|{}",
    "İnşaat;İnş.|Nakliyat;Nak.|Makina;Mak.|Mobilya;Mob.|Tekstil;Teks.|Lojistik;Loj."
    "|Mühendislik;Müh."
    "|Pencere|Elektrik;Elek.|Gıda|Otomotiv;Oto.|Ambalaj;Amb.|Isıtma|Metal",
    "Anadolu|Yıldız|Öz|Güneş|Marmara|Ege|Çınar|Işık|Boğaziçi|Akdeniz|Doğuş|Şahin|Altın",
    "Oto Servis|Yapı Market|Ev ve Bahçe",
    "Kardeşler|Grup",
    "ve",
    "Sayın|Bay|Müh.|Av.",
    "Sayın|Bayan|Müh.|Av.",
    "İstanbul|Ankara|İzmir|Bursa|Antalya|Konya|Gaziantep|Kayseri|Eskişehir",
)
_RO = Land(
    "RO",
    0.015,
    "40",
    "0",
    "ro",
    "ro|com|eu",
    "yahoo.com|gmail.com|yahoo.ro|clicknet.ro",
    "72:7|73:7|74:7|75:7|76:7|78:7",
    "21:7|264:6|256:6|232:6|268:6|241:6",
    "SC {} SRL;S.C. {} S.R.L.;{} SRL;{} S.R.L.|SC {} SA;{} S.A.;{} SA|PFA {};{} PFA"
    "|{} Întreprindere Individuală;II {}|{}",
    "Construcții;Constr.|Transport;Transp."
    "|Instalații;Inst."
    "|Mobilă|Ferestre|Servicii;Serv.|Logistică|Proiect|Comerț;Com.|Agro|Impex|Metal|Energie",
    "Carpați|Dacia|Danubius|Transilvania|Moldova|Aurora|Romtec|Bucegi|Unirea",
    "Casa și Grădina|Auto Service|Total Construct",
    "Grup|Atelier",
    "și",
    "dl.|Domnul|ing.|dr.",
    "dna.|Doamna|ing.",
    "București|Cluj-Napoca|Timișoara|Iași|Constanța|Brașov|Craiova|Sibiu",
)
_SE = Land(
    "SE",
    0.01,
    "46",
    "0",
    "sv",
    "se|com|nu",
    "gmail.com|telia.com|hotmail.se|live.se|bredband.net",
    "70:7|72:7|73:7|76:7|79:7",
    "8:7|31:6|40:6|18:6|19:6|13:6",
    "{} AB;AB {};{} Aktiebolag|{} HB;{} Handelsbolag|{} KB|{}",
    "Bygg|Transport;Transp.|Snickeri"
    "|Rör|El|Fönster|Måleri|Konsult|Fastigheter;Fast.|Verkstad|Logistik|Trädgård|Städ",
    "Norrland|Svea|Nordic|Mälaren|Göta|Björn|Älv|Skåne",
    "Hus och Hem|Bil Center|Bygg Service",
    "Bröderna|Firma",
    "och",
    "Herr|Ing.|Dr.",
    "Fru|Ing.|Dr.",
    "Stockholm|Göteborg|Malmö|Uppsala|Västerås|Örebro|Linköping|Umeå",
)

LANDS: dict[str, Land] = {
    land.code: land
    for land in (
        _PL,
        _DE,
        _AT,
        _CH,
        _GB,
        _IE,
        _US,
        _FR,
        _IT,
        _ES,
        _NL,
        _CZ,
        _UA,
        _IR,
        _AE,
        _TR,
        _RO,
        _SE,
    )
}
"""Every country by its ISO code."""

EXONYMS: dict[str, str] = dict(
    pair.split(":")
    for pair in [
        "Warszawa:Warsaw",
        "Kraków:Cracow",
        "Wrocław:Breslau",
        "Gdańsk:Danzig",
        "Poznań:Posen",
        "München:Munich",
        "Köln:Cologne",
        "Nürnberg:Nuremberg",
        "Wien:Vienna",
        "Zürich:Zurich",
        "Genf:Genève",
        "Basel:Bâle",
        "Bern:Berne",
        "Milano:Milan",
        "Roma:Rome",
        "Torino:Turin",
        "Napoli:Naples",
        "Firenze:Florence",
        "Sevilla:Seville",
        "Den Haag:The Hague",
        "Praha:Prague",
        "Plzeň:Pilsen",
        "Київ:Kyiv",
        "Львів:Lwów",
        "Одеса:Odessa",
        "Харків:Kharkiv",
        "București:Bucharest",
        "İstanbul:Istanbul",
        "İzmir:Izmir",
        "Göteborg:Gothenburg",
        "تهران:Tehran",
        "اصفهان:Isfahan",
        "مشهد:Mashhad",
        "شیراز:Shiraz",
        "تبریز:Tabriz",
        "دبي:Dubai",
        "أبوظبي:Abu Dhabi",
        "الشارقة:Sharjah",
    ]
)
"""Other names under which a city is entered."""

SAME_SOUND = {"AT": "DE", "CH": "DE", "IE": "GB", "US": "GB"}
"""Countries which share the nicknames of another one."""
