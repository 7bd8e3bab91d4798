"""First and last names from which the demo's invented people are put together."""

FIRST_NAMES = tuple(
    """
    Agnes Alva Amal Anders Anja Annika Arvid Astrid Axel Bahar Bengt Birgitta Bodil Camilla Carina Dalia Daniel Ebba Edvin Elif Elin
    Emil Erik Eskil Eva Fatima Filip Frida Gabriel Gunilla Gustav Hanna Hassan Hedda Helena Henrik Hugo Ida Inger Isak Jasmin Jenny
    Joel Johan Jonna Karin Kerstin Klara Lars Leila Lena Linnea Love Lovisa Magnus Malin Maja Mats Mikael Mira Mohammed Moa Nadja Nils
    Noor Olle Omar Oskar Parisa Petra Ragnhild Rasmus Rebecka Rickard Samira Sanna Selma Signe Sofia Stina Sven Tove Ulrika Vera Viktor
    Wilma Yasmin Ylva Zahra Åsa Östen
    """.split()  # noqa: SIM905  a list of names reads best as names
)
LAST_NAMES = tuple(
    """
    Ahlgren Alm Asplund Backman Berggren Björk Blom Borg Brodin Dahl Ek Ekström Engberg Falk Flink Forsell Granat Granlund Gren Hagberg
    Hallin Hedlund Hellsten Hjort Holm Häggström Jansson Kallio Karimi Kvist Lagerlund Lind Lindahl Ljung Lund Lönn Malm Moberg Nordin
    Nyberg Näslund Oksanen Palm Persson Quist Rask Rehn Rosell Rydell Sahlin Sand Sjölin Skoglund Stark Stenlund Strand Sundin Svärd
    Tall Thelin Törn Udd Vallgren Vik Wall Westin Yildiz Åberg Åkerblom Ängström Öberg Östlund
    """.split()  # noqa: SIM905  a list of names reads best as names
)
