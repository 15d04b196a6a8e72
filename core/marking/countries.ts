/**
 * Trigraphs of countries: ISO 3166-1 alpha-3, which the US GENC standard follows, and GENC's own code for Kosovo (XKS).
 * `AX1`-style GENC codes of places that are no countries are left out. Replaceable through a profile's vocabulary.
 */
export const TRIGRAPHS: readonly string[] = (
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM ' +
  'BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR ' +
  'CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB ' +
  'GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA ' +
  'JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA ' +
  'MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR ' +
  'NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS ' +
  'SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON ' +
  'TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKS YEM ZAF ZMB ZWE'
).split(' ');

/**
 * Tetragraphs of organizations and coalitions. The Register's own Annex A is not public, so this is a table of the
 * project's own; a site brings its list through a profile's vocabulary.
 */
export const TETRAGRAPHS: readonly string[] = (
  'ACGU APFS BWCS CFCK CFUP CMFC CMFP CPMT CWCS ECTF EFOR EUDA FVEY GCTF GMIF IESC ISAF KFOR MCFI MIFH MLEC NACT ' +
  'NATO RSMA SGTF SPAA TEYE UNCK'
).split(' ');

/** The only tetragraphs that may be spelled out into countries when lists are compared (Register table 3, rule 23). */
export const EXPANDABLE: Readonly<Record<string, readonly string[]>> = {
  TEYE: ['AUS', 'GBR', 'USA'],
  ACGU: ['AUS', 'CAN', 'GBR', 'USA'],
  FVEY: ['AUS', 'CAN', 'GBR', 'NZL', 'USA'],
};
