"""The mathematics: any diffusers text-to-image pipeline through one door, knowing neither queue nor chat.

    card      what the owner says about a model            loading   card + device -> Painter
    families  what differs between SD 1.5, SDXL, SD 3, FLUX  painting  order -> pictures, previews, stop
    seeds     rule 8's noise                                guidance  CLIP pulls the predicted clean picture

Importing this package imports no torch; `models.loading` and `models.painting` do.
"""
