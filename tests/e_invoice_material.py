"""Small e-invoices in each syntax, and PDFs that carry them."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import AttachedFileSpec
from reportlab.pdfgen.canvas import Canvas

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
  <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument><ram:ID>RE-2024-0815</ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20240305</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:SellerAssignedID>K-7</ram:SellerAssignedID>
    <ram:Name>Kabel NYM, grau</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
    <ram:ChargeAmount>60.00</ram:ChargeAmount><ram:BasisQuantity unitCode="MTR">100</ram:BasisQuantity>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="MTR">250</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
     <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:SpecifiedTradeAllowanceCharge>
     <ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
     <ram:ActualAmount>10.00</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>140.00</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>Kabelwerk Nord GmbH</ram:Name>
    <ram:PostalTradeAddress><ram:PostcodeCode>20095</ram:PostcodeCode><ram:LineOne>Am Hafen 3</ram:LineOne>
     <ram:CityName>Hamburg</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">22/815/0815/4</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:ID>K-0042</ram:ID><ram:Name>Elektro Müller KG</ram:Name></ram:BuyerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>B-991</ram:IssuerAssignedID>
   </ram:BuyerOrderReferencedDocument>
   <ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID>
    <ram:AttachmentBinaryObject mimeCode="text/csv" filename="reel.csv">YTtiCjE7Mgo=</ram:AttachmentBinaryObject>
   </ram:AdditionalReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:TaxCurrencyCode>PLN</ram:TaxCurrencyCode>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>
    <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE02 1203 0000 0000 2020 51</ram:IBANID>
    </ram:PayeePartyCreditorFinancialAccount>
    <ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>BYLADEM1001</ram:BICID>
    </ram:PayeeSpecifiedCreditorFinancialInstitution>
   </ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:ApplicableTradeTax><ram:CalculatedAmount>28.50</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
    <ram:BasisAmount>150.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
    <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   <ram:SpecifiedTradeAllowanceCharge>
    <ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
    <ram:ActualAmount>10.00</ram:ActualAmount><ram:Reason>Fracht</ram:Reason></ram:SpecifiedTradeAllowanceCharge>
   <ram:SpecifiedTradePaymentTerms>
    <ram:DueDateDateTime><udt:DateTimeString format="102">20240404</udt:DateTimeString></ram:DueDateDateTime>
   </ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>140.00</ram:LineTotalAmount><ram:ChargeTotalAmount>10.00</ram:ChargeTotalAmount>
    <ram:TaxBasisTotalAmount>150.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="PLN">122.55</ram:TaxTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">28.50</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>178.50</ram:GrandTotalAmount><ram:DuePayableAmount>178.50</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""

CREDIT_NOTE = """<?xml version="1.0" encoding="UTF-8"?>
<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
 <cbc:ID>CN 17</cbc:ID><cbc:IssueDate>2024-06-28</cbc:IssueDate>
 <cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode><cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>
 <cac:InvoicePeriod><cbc:StartDate>2024-05-01</cbc:StartDate><cbc:EndDate>2024-05-31</cbc:EndDate></cac:InvoicePeriod>
 <cac:OrderReference><cbc:ID>NA</cbc:ID><cbc:SalesOrderID>77</cbc:SalesOrderID></cac:OrderReference>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PartyName><cbc:Name>Norrsken</cbc:Name></cac:PartyName>
  <cac:PostalAddress><cbc:StreetName>Storgatan 1</cbc:StreetName><cbc:CityName>Umeå</cbc:CityName>
   <cbc:PostalZone>903 26</cbc:PostalZone>
   <cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>SE556036079301</cbc:CompanyID>
   <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Norrsken Energi AB</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party>
  <cac:PartyLegalEntity><cbc:RegistrationName>Bageri Björk</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingCustomerParty>
 <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentDueDate>2024-07-28</cbc:PaymentDueDate>
  <cac:PayeeFinancialAccount><cbc:ID>SE4550000000058398257466</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
 <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">25</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount currencyID="SEK">100</cbc:TaxableAmount>
   <cbc:TaxAmount currencyID="SEK">25</cbc:TaxAmount>
   <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="SEK">100</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="SEK">125.0</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="SEK">125</cbc:PayableAmount></cac:LegalMonetaryTotal>
 <cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode="KWH">50</cbc:CreditedQuantity>
  <cbc:LineExtensionAmount currencyID="SEK">100</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>El</cbc:Name>
   <cac:ClassifiedTaxCategory><cbc:Percent>25</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="SEK">2</cbc:PriceAmount></cac:Price></cac:CreditNoteLine>
</CreditNote>
"""

PAGE = (
    "Kabelwerk Nord GmbH",
    "Am Hafen 3, 20095 Hamburg",
    "Elektro Müller KG",
    "Rechnung",
    "Rechnungsnummer: RE-2024-0815",
    "Rechnungsdatum: 05.03.2024",
    "Bestellnummer: B-991",
    "Kundennummer: K-0042",
    "Kabel NYM, grau  250 m  0,60  140,00",
    "Fracht  10,00",
    "Nettobetrag: 150,00 EUR",
    "19 % USt. auf 150,00: 28,50 EUR",
    "Gesamtbetrag: 178,50 EUR",
    "Zahlbar bis 04.04.2024",
    "IBAN DE02 1203 0000 0000 2020 51, BIC BYLADEM1001",
    "USt-IdNr. DE136695976",
)


def carrying(*files: bytes, lines: tuple[str, ...] = PAGE, name: str = "factur-x.xml") -> bytes:
    """A page of these lines as a PDF with the files attached to it, as Factur-X wants it."""
    drawn, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * number, line)
    canvas.save()
    with pikepdf.open(drawn) as pdf:
        for number, file in enumerate(files):
            attached = name if not number else f"{number}-{name}"
            pdf.attachments[attached] = AttachedFileSpec(pdf, file, filename=attached)
        pdf.save(out)
    return out.getvalue()
