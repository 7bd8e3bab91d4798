"""Case samples: screened before they are stored, released by a second person, erased when their time is up."""
