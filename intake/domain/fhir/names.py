"""Addresses and names that both directions share."""

LOINC = "http://loinc.org"
OPTION = "urn:feltsense:option"  # codes of ours, where an option has none of LOINC
RESERVED = "urn:feltsense:reserved"  # the opt-outs, such as not_sure
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
MIN = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX = "http://hl7.org/fhir/StructureDefinition/maxValue"
ENTRY_FORMAT = "http://hl7.org/fhir/StructureDefinition/entryFormat"
MAX_OCCURS = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
MONTHS = "YYYY-MM"
STATED = "urn:feltsense:questionnaire:"  # before slug, so that a form has an address
