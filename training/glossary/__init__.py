"""The glossary: the words of the method and of Swedish child protection, explained."""
