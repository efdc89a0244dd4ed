"""What is a contract, in every language, and what only speaks of one."""

from __future__ import annotations

import pytest

from nerkit.locales import codes
from nerkit.reading import document_from_text
from nerkit.records import build

LEASES = {
    "cs": """SMLOUVA O NÁJMU BYTU
uzavřená mezi smluvními stranami
Pronajímatel se zavazuje předat byt nájemci a nájemce je povinen platit nájemné.""",
    "da": """LEJEKONTRAKT
mellem udlejer og lejer
Parterne har indgået følgende aftale om lejemålet. Lejeren forpligter sig til at betale leje.""",
    "de": """WOHNRAUMMIETVERTRAG
zwischen dem Vermieter und dem Mieter
Der Mieter verpflichtet sich, die Miete monatlich zu zahlen.""",
    "en": """RESIDENTIAL LEASE AGREEMENT
between the landlord and the tenant
The tenant shall pay the rent on the first day of each month.""",
    "es": """CONTRATO DE ARRENDAMIENTO DE VIVIENDA
REUNIDOS
De una parte el arrendador y de otra el arrendatario, las partes acuerdan la renta mensual.""",
    "fr": """BAIL D’HABITATION – LOGEMENT MEUBLÉ
Entre les soussignés, le bailleur et le locataire
Le loyer mensuel est fixé par les parties.""",
    "it": """CONTRATTO DI LOCAZIONE AD USO ABITATIVO
Tra le parti si conviene quanto segue
Il conduttore si obbliga a pagare il canone.""",
    "nl": """HUUROVEREENKOMST WOONRUIMTE
De ondergetekenden, verhuurder en huurder, komen overeen
De huurder is verplicht de huur te betalen.""",
    "pl": """UMOWA NAJMU LOKALU
zawarta pomiędzy wynajmującym a najemcą
Najemca zobowiązuje się płacić czynsz, strony postanawiają co następuje.""",
    "pt": """CONTRATO DE ARRENDAMENTO PARA HABITAÇÃO
entre o senhorio e o arrendatário é celebrado o presente contrato
O arrendatário obriga-se a pagar a renda.""",
    "ro": """CONTRACT DE ÎNCHIRIERE
Părțile au convenit asupra următoarelor
Chiriașul se obligă să plătească chiria în fiecare lună.""",
    "sv": """HYRESKONTRAKT
mellan hyresvärden och hyresgästen
Parterna har träffats om följande avtal. Hyresgästen förbinder sig att betala hyran.""",
}

NO_CONTRACTS = {
    "a statute on leases": """Mietrechtsgesetz
§ 1 Der Mietvertrag
Durch den Mietvertrag wird der Vermieter verpflichtet, dem Mieter die Sache zu überlassen. BGBl. I Nr. 3""",
    "a judgment about a lease": """TRIBUNAL JUDICIAIRE DE LYON
JUGEMENT DU 3 MAI 2021
Le bailleur, demandeur, et le locataire, défendeur. Le contrat de bail est résilié. Par ces motifs""",
    "a notice to terminate": """Kündigung des Mietvertrags

Sehr geehrte Frau Bauer,
hiermit kündige ich den Mietvertrag zum Monatsende.
Mit freundlichen Grüßen""",
    "a letter that names a lease in its heading": """Lease Agreement

Dear Mr Green,
thank you for sending it. We will come back to you.
Kind regards""",
}


def kind_of(text: str) -> str:
    return build(document_from_text(text, "a.txt"), []).kind


@pytest.mark.parametrize("language", codes())
def test_a_lease_is_a_contract_by_its_title_and_words_alone(language: str) -> None:
    assert kind_of(LEASES[language]) == "contract"


@pytest.mark.parametrize("what", NO_CONTRACTS)
def test_what_speaks_of_a_contract_is_none(what: str) -> None:
    assert kind_of(NO_CONTRACTS[what]) == "other"


@pytest.mark.parametrize(
    "line", ["the employment agreement", "Under this Agreement,", "The rent follows from the Lease."]
)
def test_a_line_of_running_text_is_no_title(line: str) -> None:
    assert kind_of(f"{line}\nand more of it") == "other"
